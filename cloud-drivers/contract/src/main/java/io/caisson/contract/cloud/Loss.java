package io.caisson.contract.cloud;

import io.caisson.contract.proxy.Answers;
import io.caisson.contract.proxy.Fault;
import java.time.Duration;

/** Ways to lose the answer to something that the cloud has done. */
public enum Loss {
  CUT(new Fault.CutAfter()),
  CUT_IN_BODY(new Fault.CutInBody()),
  HALF_BODY(new Fault.HalfBody()),
  LATE(new Fault.SlowFirstByte(Duration.ofMinutes(1))),
  ERROR_500(Answers.errorThoughDone(500, "The server has erred or is incapable of this.")),
  PAGE_502(Answers.htmlThoughDone(502)),
  PAGE_200(Answers.htmlThoughDone(200));

  private final Fault fault;

  Loss(Fault fault) {
    this.fault = fault;
  }

  /** How long the adapter may take; short where only time tells that the answer is lost. */
  Duration callLimit() {
    return this == LATE ? Duration.ofSeconds(2) : Duration.ofSeconds(20);
  }

  Fault fault() {
    return fault;
  }
}
