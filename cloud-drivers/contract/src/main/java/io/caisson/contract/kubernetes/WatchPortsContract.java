package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.spi.kubernetes.ApiWatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.Test;

/** What our port tells of changes. */
public interface WatchPortsContract extends PortsUnderTest {
  @Test
  default void aNodeThatComesChangesAndGoesIsToldOf(Bench bench) {
    AtomicInteger rings = new AtomicInteger();
    try (ApiWatch watch = watch(bench, rings)) {
      int there = rings.get();
      String name = bench.freshNode();
      bench.eventually(() -> rings.get() > there);

      int here = rings.get();
      bench
          .admin()
          .patch(
              Caller.STRATEGIC,
              "/api/v1/nodes/" + name + "/status",
              Doc.of("status: {conditions: [{type: Ready, status: Unknown, reason: Contract}]}"))
          .expect(200);
      bench.eventually(() -> rings.get() > here);

      int lost = rings.get();
      api(bench).deleteNode(name);
      bench.eventually(() -> rings.get() > lost);
      assertThat(watch.listens()).isTrue();
    }
  }

  @Test
  default void aRequestThatWaitsIsToldOf(Bench bench) {
    AtomicInteger rings = new AtomicInteger();
    try (ApiWatch watch = watch(bench, rings)) {
      int before = rings.get();
      String name = bench.unique("waits");
      String pem =
          Keys.request(
              Keys.fresh(),
              "O=system:nodes,CN=system:node:" + bench.unique("n"),
              new GeneralName(GeneralName.dNSName, "n.example.com"));

      bench.make(
          JoinPortsContract.requests(bench),
          Certificates.request(name, Certificates.KUBELET_SERVING, pem));

      bench.eventually(() -> rings.get() > before);
      assertThat(watch.listens()).isTrue();
    }
  }

  @Test
  default void aWatchThatWasClosedIsFollowedByOneThatBeginsAnew(Bench bench) {
    AtomicInteger rings = new AtomicInteger();
    ApiWatch first = watch(bench, rings);
    assertThat(first.listens()).isTrue();

    first.close();

    assertThat(first.listens()).isFalse();
    watch(bench, new AtomicInteger()).close();
  }

  /** One that has told of all that is there. */
  private ApiWatch watch(Bench bench, AtomicInteger rings) {
    bench.node();
    ApiWatch watch = api(bench).watch(rings::incrementAndGet);
    bench.eventually(() -> rings.get() >= api(bench).nodes().size());
    return watch;
  }
}
