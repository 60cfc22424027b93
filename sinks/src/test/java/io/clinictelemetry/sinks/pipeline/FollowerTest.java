package io.clinictelemetry.sinks.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
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
}
