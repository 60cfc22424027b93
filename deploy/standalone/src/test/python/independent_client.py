"""A client that shares no code with the project: librdkafka, Avro's Python, the registry's HTTP.

Usage: independent_client.py BOOTSTRAP REGISTRY read-alert DEVICE
       independent_client.py BOOTSTRAP REGISTRY send-unusable DEVICE

read-alert prints the first alert of the device as JSON. send-unusable sends one record of each of
three kinds that cannot be used, and prints where each went as JSON.
"""

import datetime
import io
import json
import struct
import sys
import time
import urllib.request

import avro.io
import avro.schema
from confluent_kafka import Consumer, Producer

PATIENCE_S = 60
FRAMING = struct.Struct(">bI")  # 0, id of the schema; then Avro's binary encoding


def get(registry, path):
    with urllib.request.urlopen(registry + path, timeout=PATIENCE_S) as answer:
        return json.load(answer)


def decode(registry, framed):
    magic, schema_id = FRAMING.unpack_from(framed)
    if magic != 0:
        sys.exit("not framed: it begins with %d" % magic)
    schema = avro.schema.parse(get(registry, "/schemas/ids/%d" % schema_id)["schema"])
    body = io.BytesIO(framed[FRAMING.size:])
    record = avro.io.DatumReader(schema).read(avro.io.BinaryDecoder(body))
    if body.read():
        sys.exit("bytes are left over")
    return record


def encode(registry, subject, record):
    latest = get(registry, "/subjects/%s/versions/latest" % subject)
    body = io.BytesIO()
    schema = avro.schema.parse(latest["schema"])
    avro.io.DatumWriter(schema).write(record, avro.io.BinaryEncoder(body))
    return FRAMING.pack(0, latest["id"]) + body.getvalue()


def read_alert(bootstrap, registry, device):
    consumer = Consumer({
        "bootstrap.servers": bootstrap,
        "group.id": "independent-client",
        "isolation.level": "read_committed",
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    })
    consumer.subscribe(["clinic.alerts"])
    deadline = time.monotonic() + PATIENCE_S
    try:
        while time.monotonic() < deadline:
            message = consumer.poll(1)
            if message is None or message.error() or message.value() is None:
                continue
            alert = decode(registry, message.value())
            if alert["subject_id"] == device:
                alert["key"] = message.key().decode()
                return alert
    finally:
        consumer.close()
    sys.exit("no alert of %s within %d s" % (device, PATIENCE_S))


def unequal_frame(registry, device):
    """Three samples announced, two contacts given; the registry's own schema has no objection."""
    now = datetime.datetime.now(datetime.timezone.utc)
    event = {
        "device_id": device,
        "clinic_id": "clinic-of-tests",
        "boot_id": 1,
        "seq": 0,
        "sent_at": now,
        "session_id": None,
        "kind": "SUCTION",
        "session_started": None,
        "suction": {
            "first_sample_at": now,
            "sample_interval_ms": 100,
            "sample_count": 3,
            "elapsed_ms": 0,
            "vacuum_kpa": [20.0, 21.0, 20.0],
            "contact": [True, True],
            "motion_mm_s": None,
            "quality": None,
            "set_kpa": 20.0,
            "pump_duty_pct": 40.0,
            "zone": None,
        },
        "current": None,
        "session_ended": None,
        "heartbeat": None,
        "tick": None,
    }
    return encode(registry, "clinic.telemetry-value", event)


def send_unusable(bootstrap, registry, device):
    sent = {}

    def producing(reason):
        def delivered(error, message):
            if error:
                sys.exit("%s: %s" % (reason, error))
            sent[reason] = {"partition": message.partition(), "offset": message.offset()}
        return delivered

    # librdkafka's default would put a device into another partition than Java's does.
    producer = Producer({"bootstrap.servers": bootstrap, "partitioner": "murmur2_random"})
    frame = unequal_frame(registry, device)
    for reason, key, value in [
        ("not-avro", device, b"this is not Avro"),
        ("null-key", None, frame),
        ("inconsistent-frame", device, frame),
    ]:
        producer.produce("clinic.telemetry", key=key, value=value, on_delivery=producing(reason))
    if producer.flush(PATIENCE_S):
        sys.exit("the broker did not take all within %d s" % PATIENCE_S)
    return sent


def main(bootstrap, registry, action, device):
    actions = {"read-alert": read_alert, "send-unusable": send_unusable}
    print(json.dumps(actions[action](bootstrap, registry, device), default=str))


if __name__ == "__main__":
    main(*sys.argv[1:])
