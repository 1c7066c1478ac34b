package io.caisson.contract.cloud;

import io.caisson.contract.proxy.Answers;
import io.caisson.contract.proxy.Fault;
import io.caisson.spi.cloud.CloudFault;
import java.time.Duration;
import java.util.List;

/** Answers and silences that tell nothing, and the faults that they may be taken for. */
public enum Spoiled {
  UNAUTHORIZED(Answers.unauthorized(), CloudFault.Unauthenticated.class),
  FORBIDDEN(Answers.error(403, "Policy does not allow this."), CloudFault.Denied.class),
  THROTTLED(Answers.throttled(Duration.ofSeconds(3)), CloudFault.Throttled.class),
  ERROR_500(Answers.error(500, "Unexpected API Error."), CloudFault.Broken.class),
  ERROR_502(Answers.error(502, "Bad gateway."), CloudFault.Broken.class),
  ERROR_503(Answers.error(503, "Busy for a while."), CloudFault.Broken.class),
  PAGE_200(Answers.html(200), CloudFault.Broken.class),
  PAGE_404(Answers.html(404), CloudFault.Broken.class),
  PAGE_502(Answers.html(502), CloudFault.Broken.class),
  EMPTY_200(Answers.empty(200), CloudFault.Broken.class),
  EMPTY_404(Answers.empty(404), CloudFault.Broken.class),
  OTHER_JSON(Answers.json(200, "{\"status\": \"ok\"}"), CloudFault.Broken.class),
  LIST_FOR_OBJECT(Answers.json(200, "[]"), CloudFault.Broken.class),
  HALF_BODY(new Fault.HalfBody(), CloudFault.Broken.class),
  CUT_IN_BODY(new Fault.CutInBody(), CloudFault.Unreachable.class, CloudFault.Broken.class),
  CUT(new Fault.CutAfter(), CloudFault.Unreachable.class),
  SLOW_FIRST_BYTE(new Fault.SlowFirstByte(Duration.ofMinutes(1)), CloudFault.Unreachable.class),
  SLOW_BODY(new Fault.SlowBody(Duration.ofMinutes(1)), CloudFault.Unreachable.class);

  private final Fault fault;
  private final List<Class<? extends CloudFault>> expected;

  @SafeVarargs
  Spoiled(Fault fault, Class<? extends CloudFault>... expected) {
    this.fault = fault;
    this.expected = List.of(expected);
  }

  Fault fault() {
    return fault;
  }

  Class<?>[] expected() {
    return expected.toArray(Class<?>[]::new);
  }
}
