package io.caisson.simulator.direct;

import io.caisson.simulator.model.Refusal;
import io.caisson.spi.cloud.CloudFault;
import java.util.Optional;

/** From the model's refusals to faults. */
final class Refusals {
  private Refusals() {}

  static CloudFault fault(Refusal refused) {
    String text = refused.text();
    return switch (refused.kind()) {
      case INVALID -> new CloudFault.Invalid(text);
      case UNAUTHORIZED -> new CloudFault.Unauthenticated(text);
      case FORBIDDEN -> new CloudFault.Denied(text);
      case NOT_FOUND -> new CloudFault.NotFound(text);
      case CONFLICT -> conflict(refused);
      case QUOTA ->
          new CloudFault.Quota(
              refused.type(), Optional.empty(), Optional.empty(), Optional.empty(), text);
    };
  }

  private static CloudFault conflict(Refusal refused) {
    String text = refused.text();
    return switch (refused.type()) {
      case "IpAddressAlreadyAllocated" -> {
        String[] words = text.split(" ");
        yield new CloudFault.AddressTaken(words[2], text);
      }
      case "IpAddressGenerationFailure" -> new CloudFault.NoCapacity(text);
      default -> new CloudFault.Conflict(text);
    };
  }
}
