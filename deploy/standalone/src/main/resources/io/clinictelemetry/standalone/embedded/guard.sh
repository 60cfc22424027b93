# Runs a server so that it cannot outlive the JVM that started it.
#   /bin/sh -c "$(cat guard.sh)" guard SIGNAL COMMAND [ARGUMENT]...
# The server takes this shell's place, and so its process id. A watchdog beside it reads a pipe
# whose other end only the JVM holds:
#   "stop"      the JVM wants it stopped: send it SIGNAL
#   "gone"      it has ended by itself
#   end of file the JVM is dead, however it died: SIGNAL, and KILL when that does not help
server=$$
signal=$1
shift
exec 3<&0 </dev/null
(
  trap '' HUP INT
  if read -r order <&3; then
    [ "$order" = stop ] && kill -s "$signal" "$server"
  else
    kill -s "$signal" "$server"
    for second in 1 2 3 4 5 6 7 8 9 10; do
      sleep 1
      kill -s 0 "$server" || exit 0
      # Dead, too, but nobody has collected it yet.
      case $(ps -o stat= -p "$server") in Z*) exit 0 ;; esac
    done
    kill -s KILL "$server"
  fi
) >/dev/null 2>&1 &
exec 3<&-
# Ctrl-C goes to the whole process group; in a session of its own the server does not hear it, so
# that the JVM can stop things in order.
if command -v setsid >/dev/null; then
  exec setsid "$@"
fi
exec "$@"
