package io.clinictelemetry.producers.simulator;

import io.clinictelemetry.avro.Quality;
import io.clinictelemetry.producers.client.CurrentSample;
import io.clinictelemetry.producers.client.CurrentSetting;
import io.clinictelemetry.producers.client.DeviceClient;
import io.clinictelemetry.producers.client.SuctionSample;
import io.clinictelemetry.producers.client.SuctionSetting;

/** One simulated sample with its setting, and what it means to the ground truth. */
sealed interface Reading {

  /** Gives it to the device's client. */
  void sendTo(DeviceClient client);

  /** Whether the device acts on the skin, as far as the sample can be trusted. */
  boolean treating();

  /** Whether the device is seen to be off the skin. */
  boolean lifted();

  /** A sample of a microdermabrasion session. */
  record Suction(SuctionSetting setting, SuctionSample sample) implements Reading {
    @Override
    public void sendTo(DeviceClient client) {
      client.addSample(setting, sample);
    }

    @Override
    public boolean treating() {
      return sample.contact() && sample.quality() != Quality.BAD;
    }

    @Override
    public boolean lifted() {
      return !sample.contact();
    }
  }

  /** A sample of a microcurrent session. */
  record Current(CurrentSetting setting, CurrentSample sample) implements Reading {

    /** Share of the set current from which on the electrodes are taken to be in contact. */
    private static final double IN_CONTACT = 0.1;

    @Override
    public void sendTo(DeviceClient client) {
      client.addSample(setting, sample);
    }

    @Override
    public boolean treating() {
      return setting.setUa() > 0
          && sample.quality() != Quality.BAD
          && sample.currentUa() >= IN_CONTACT * setting.setUa();
    }

    @Override
    public boolean lifted() {
      return sample.currentUa() < IN_CONTACT * setting.setUa();
    }
  }
}
