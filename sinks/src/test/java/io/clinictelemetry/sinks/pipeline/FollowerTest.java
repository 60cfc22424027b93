package io.clinictelemetry.sinks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FollowerTest {

  @Test
  void anErrorThatEndsItIsRememberedWithItsName() {
    Follower follower =
        new Follower(
            "reader",
            () -> {
              throw new StackOverflowError("too deep");
            });
    assertThat(follower.failure()).isEmpty();

    follower.start();
    follower.join();

    assertThat(follower.failure().orElseThrow())
        .contains("reader stopped by a failure", "StackOverflowError", "too deep");
  }

  @Test
  void anEndThatItWasToldIsNoFailure() {
    CountDownLatch stopping = new CountDownLatch(1);
    Follower follower = new Follower("reader", stopping::await);
    follower.start();

    stopping.countDown();
    follower.join();

    assertThat(follower.failure()).isEmpty();
  }

  @Test
  void whatIsToBeDoneAgainAndAgainIsUntilItIsClosed() throws Exception {
    CountDownLatch threeTimes = new CountDownLatch(3);
    Follower follower = Follower.every(Duration.ofMillis(1), "watch", threeTimes::countDown);
    follower.start();

    assertThat(threeTimes.await(60, TimeUnit.SECONDS)).isTrue();
    follower.close();

    assertThat(follower.failure()).isEmpty();
  }
}
