package io.clinictelemetry.producers.client;

/**
 * How samples are put into frames.
 *
 * @param samples samples of a full frame, 1 to 64
 * @param intervalMs time from one sample to the next, ms
 */
public record FrameShape(int samples, int intervalMs) {

  /** Most samples that a frame may hold. */
  public static final int MAX_SAMPLES = 64;

  /** Ten samples of 100 ms: one frame a second. */
  public static final FrameShape DEFAULT = new FrameShape(10, 100);

  /**
   * @throws IllegalArgumentException when a number is out of range
   */
  public FrameShape {
    if (samples < 1 || samples > MAX_SAMPLES) {
      throw new IllegalArgumentException(
          "samples=%d: a frame holds 1 to %d".formatted(samples, MAX_SAMPLES));
    }
    if (intervalMs < 1) {
      throw new IllegalArgumentException("intervalMs=%d: give at least 1".formatted(intervalMs));
    }
  }
}
