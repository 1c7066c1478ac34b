package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.caisson.contract.proxy.Exchange;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerOrder.Disks;
import io.caisson.spi.cloud.Volume;
import io.caisson.spi.cloud.Volume.Status;
import io.caisson.spi.cloud.VolumeOrder;
import io.caisson.spi.cloud.Volumes;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Volumes: made before their server, booted from or plugged in by its order, and left by it. */
public interface VolumeContract extends UnderTest {
  /** GiB; as little as the image of any cloud under test needs. */
  int ROOT = 20;

  @Test
  default void aVolumeHasItsMarkShownAndListedAndBecomesAvailable(Bench bench) {
    Volumes volumes = volumes(bench);
    VolumeOrder order = order(bench);
    String id = volumes.createVolume(order);
    assertThat(bench.proxy().changes()).hasSize(1).allMatch(Exchange::done);
    assertThat(available(bench, id))
        .isEqualTo(
            new Volume(
                id,
                order.name(),
                Status.AVAILABLE,
                order.gib(),
                Optional.empty(),
                Optional.of(order.mark())));
    assertThat(volumes.volumes()).anyMatch(volume -> volume.id().equals(id));
  }

  @Test
  default void aVolumeIsOfATypeThatTheCloudOffers(Bench bench) {
    Volumes volumes = volumes(bench);
    String type = volumes.types().getFirst();
    String id = volumes.createVolume(order(bench).ofType(type));
    assertThat(available(bench, id).status()).isEqualTo(Status.AVAILABLE);
  }

  @Test
  default void aServerBootsFromAVolumeThatOutlivesIt(Bench bench) {
    Volumes volumes = volumes(bench);
    String root =
        volumes.createVolume(
            VolumeOrder.empty(bench.mark("volume"), bench.freshName("root"), ROOT)
                .filledFrom(bench.stock().image()));
    available(bench, root);
    ServerOrder order = bench.serverOrder(bench.port()).with(Disks.ofVolume(root));
    String server = bench.running(bench.compute().createServer(order)).id();
    assertThat(volumes.volume(root).orElseThrow().server()).contains(server);
    leavesWithout(bench, server, root);
  }

  @Test
  default void aServerHasItsDataVolumesFromTheStart(Bench bench) {
    Volumes volumes = volumes(bench);
    List<String> data =
        List.of(volumes.createVolume(order(bench)), volumes.createVolume(order(bench)));
    data.forEach(id -> available(bench, id));
    ServerOrder plain = bench.serverOrder(bench.port());
    String server = bench.compute().createServer(plain.with(plain.disks().and(data)));
    bench.running(server);
    assertThat(data)
        .allSatisfy(
            id -> {
              Volume volume = volumes.volume(id).orElseThrow();
              assertThat(volume.status()).isEqualTo(Status.IN_USE);
              assertThat(volume.server()).contains(server);
            });
    leavesWithout(bench, server, data.getFirst());
  }

  /** While the server is there its volume can neither be deleted nor be given to another one. */
  private static void leavesWithout(Bench bench, String server, String volume) {
    bench.proxy().forget();
    CloudFault refusal = bench.faultOf(() -> volumes(bench).deleteVolume(volume));
    assertThat(refusal).isInstanceOf(CloudFault.Conflict.class);
    bench.assertVerbatim(refusal);
    ServerOrder second = bench.serverOrder(bench.port());
    CloudFault taken =
        bench.faultOf(
            () -> bench.compute().createServer(second.with(second.disks().and(List.of(volume)))));
    assertThat(taken).isInstanceOf(CloudFault.Conflict.class);
    bench.compute().deleteServer(server);
    bench.gone(server);
    assertThat(available(bench, volume).server()).isEmpty();
  }

  @Test
  default void aDeletedVolumeIsGone(Bench bench) {
    Volumes volumes = volumes(bench);
    String id = volumes.createVolume(order(bench));
    available(bench, id);
    volumes.deleteVolume(id);
    bench.eventually(
        "volume " + id + " is gone",
        bench.environment().bounds().going(),
        () -> volumes.volume(id),
        Optional::isEmpty);
    volumes.deleteVolume(id);
    assertThat(volumes.volumes()).noneMatch(volume -> volume.id().equals(id));
  }

  @Test
  default void aVolumeThatNeverWasIsAbsentAndDeletingItSucceeds(Bench bench) {
    assertThat(volumes(bench).volume(Missing.ID)).isEmpty();
    volumes(bench).deleteVolume(Missing.ID);
  }

  @Test
  default void theListOfVolumesIsWholeThoughItHasPages(Bench bench) {
    List<String> made =
        List.of(
            volumes(bench).createVolume(order(bench)),
            volumes(bench).createVolume(order(bench)),
            volumes(bench).createVolume(order(bench)));
    made.forEach(id -> available(bench, id));
    assertThat(bench.connect(Tuning.USUAL.withPageSize(1)).volumes().volumes())
        .extracting(Volume::id)
        .containsAll(made)
        .doesNotHaveDuplicates();
  }

  /** Orders of volumes that name one thing that is not there. */
  enum WrongVolume {
    IMAGE(order -> order.filledFrom(Missing.ID)),
    TYPE(order -> order.ofType("no-such-type")),
    ZONE(order -> order.in("no-such-zone"));

    private final UnaryOperator<VolumeOrder> spoil;

    WrongVolume(UnaryOperator<VolumeOrder> spoil) {
      this.spoil = spoil;
    }
  }

  @ParameterizedTest
  @EnumSource
  default void aVolumeOrderThatCannotBeIsRefusedInTheCloudsWords(WrongVolume wrong, Bench bench) {
    Volumes volumes = volumes(bench);
    VolumeOrder order = wrong.spoil.apply(order(bench));
    CloudFault fault = bench.faultOf(() -> volumes.createVolume(order));
    assertThat(fault).isInstanceOfAny(CloudFault.Invalid.class, CloudFault.NotFound.class);
    bench.assertVerbatim(fault);
    assertThat(volumes.volumes())
        .noneMatch(volume -> volume.mark().equals(Optional.of(order.mark())));
  }

  @ParameterizedTest
  @EnumSource
  default void aHostileVolumeNameIsRefusedOrKeptExactly(HostileName name, Bench bench) {
    Volumes volumes = volumes(bench);
    VolumeOrder order = VolumeOrder.empty(bench.mark("volume"), name.text(), 1);
    try {
      String id = volumes.createVolume(order);
      assertThat(available(bench, id).name()).isEqualTo(name.text());
    } catch (CloudException refused) {
      name.assertRefusal(refused.fault());
    }
  }

  @Test
  default void aServerOnAVolumeThatIsNotThereIsRefused(Bench bench) {
    String empty = volumes(bench).createVolume(order(bench));
    available(bench, empty);
    for (String root : new String[] {Missing.ID, empty}) {
      ServerOrder order = bench.serverOrder(bench.port()).with(Disks.ofVolume(root));
      CloudFault fault = bench.faultOf(() -> bench.compute().createServer(order));
      assertThat(fault).isInstanceOf(CloudFault.Invalid.class);
      bench.assertVerbatim(fault);
      assertThat(bench.compute().servers()).noneMatch(s -> markOf(s).equals(order.mark().text()));
    }
  }

  private static String markOf(Server server) {
    return server.mark().map(mark -> mark.text()).orElse("");
  }

  private static Volumes volumes(Bench bench) {
    Volumes volumes = bench.cloud().volumes();
    assumeTrue(bench.cloud().facts().offersVolumes(), "the cloud has no service for volumes");
    return volumes;
  }

  private static VolumeOrder order(Bench bench) {
    return VolumeOrder.empty(bench.mark("volume"), bench.freshName("volume"), 1);
  }

  private static Volume available(Bench bench, String id) {
    Volume volume =
        bench.eventually(
            "volume " + id + " is made",
            bench.environment().bounds().building(),
            () -> bench.cloud().volumes().volume(id).orElseThrow(),
            v -> v.status() == Status.AVAILABLE || v.status() == Status.ERROR);
    assertThat(volume.status()).isEqualTo(Status.AVAILABLE);
    return volume;
  }
}
