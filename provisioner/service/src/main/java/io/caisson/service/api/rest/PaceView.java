package io.caisson.service.api.rest;

import io.caisson.domain.cluster.Pace;

/** A pace in the form in which a request may give it. */
record PaceView(String maxSurge, String maxUnavailable) {
  static PaceView of(Pace pace) {
    return new PaceView(pace.surge().toString(), pace.unavailable().toString());
  }
}
