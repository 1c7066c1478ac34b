package io.caisson.simulator.direct;

import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Plant;
import io.caisson.simulator.model.Refusal;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.Network;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * One project of the data centre. A call acts on the model at the moment at which it is made, and
 * returns at once; when a call begins, applies and is answered is the caller's affair.
 */
public final class DirectCloud implements Cloud {
  private final DataCentre centre;
  private final Caller caller;

  public DirectCloud(DataCentre centre, Caller caller) {
    this.centre = centre;
    this.caller = caller;
  }

  @Override
  public Compute compute() {
    return new DirectCompute(this);
  }

  @Override
  public Network network() {
    return new DirectNetwork(this);
  }

  @Override
  public Facts facts() {
    return new DirectFacts(this);
  }

  @Override
  public void close() {}

  Caller caller() {
    return caller;
  }

  <T> T look(Function<Plant, T> at) {
    return translated(() -> centre.look(at));
  }

  <T> T change(String question, Function<Plant, T> how) {
    return translated(() -> centre.change(caller.project(), question, how));
  }

  /** Deleting what is not there succeeds. */
  void remove(String question, Consumer<Plant> how) {
    try {
      centre.change(
          caller.project(),
          question,
          plant -> {
            how.accept(plant);
            return true;
          });
    } catch (Refusal refused) {
      if (refused.kind() != Refusal.Kind.NOT_FOUND) {
        throw new CloudException(Refusals.fault(refused), refused);
      }
    }
  }

  /** Empty only if the data centre says that there is no such thing. */
  <T> Optional<T> find(Function<Plant, T> at) {
    try {
      return Optional.of(centre.look(at));
    } catch (Refusal refused) {
      if (refused.kind() == Refusal.Kind.NOT_FOUND) {
        return Optional.empty();
      }
      throw new CloudException(Refusals.fault(refused), refused);
    }
  }

  private static <T> T translated(java.util.function.Supplier<T> call) {
    try {
      return call.get();
    } catch (Refusal refused) {
      throw new CloudException(Refusals.fault(refused), refused);
    }
  }
}
