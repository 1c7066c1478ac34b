package io.caisson.simulator.direct;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Refusal;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Asks the model, and says its refusals in the words of the ports. */
record DirectCalls(DataCentre dataCentre, Caller caller) {
  <T> T look(Function<Plant, T> at) {
    try {
      return dataCentre.look(at);
    } catch (Refusal refused) {
      throw exception(refused);
    }
  }

  <T> T change(String question, Function<Plant, T> how) {
    try {
      return dataCentre.change(caller.user(), question, how);
    } catch (Refusal refused) {
      throw exception(refused);
    }
  }

  /** The thing; empty if there is none. */
  <T> Optional<T> find(Function<Plant, T> at) {
    try {
      return Optional.of(dataCentre.look(at));
    } catch (Refusal refused) {
      if (refused.kind() == Refusal.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw exception(refused);
    }
  }

  /** Deleting what is not there succeeds. */
  void delete(String question, Consumer<Plant> how) {
    try {
      dataCentre.change(
          caller.user(),
          question,
          plant -> {
            how.accept(plant);
            return true;
          });
    } catch (Refusal refused) {
      if (refused.kind() != Refusal.Kind.NOT_FOUND) {
        throw exception(refused);
      }
    }
  }

  private static CloudException exception(Refusal refused) {
    return new CloudException(DirectFaults.of(refused), refused);
  }

  static CloudException conflict(String text) {
    return new CloudException(new CloudFault.Conflict(text));
  }
}
