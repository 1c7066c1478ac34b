package io.caisson.simulator.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.simulator.model.BootedInstance;
import io.caisson.simulator.model.Caller;
import io.caisson.simulator.model.DataCentre;
import io.caisson.simulator.model.Flavor;
import io.caisson.simulator.model.Host;
import io.caisson.simulator.model.Image;
import io.caisson.simulator.model.InstanceListener;
import io.caisson.simulator.model.Server;
import io.caisson.simulator.model.ServerOrder;
import io.caisson.simulator.model.Timing;
import io.caisson.simulator.model.VirtualTimeline;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an administrator of the simulated data centre can do to its servers. */
class FaultServerTest {
  private final VirtualTimeline time = new VirtualTimeline(Instant.parse("2026-11-20T10:00:00Z"));
  private final FaultBook faults = new FaultBook(new Random(1));
  private final DataCentre dataCentre =
      new DataCentre(new DataCentre.Settings(time, new Random(1), Timing.usual(), faults));
  private final List<String> news = new ArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final FaultServer server = FaultServer.start(vertx, dataCentre, faults, 0);
  private final HttpClient http = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    server.close();
    vertx.close();
  }

  @Test
  void aServerIsFrozenCutOffMendedAndKilled() throws Exception {
    Server one = running();

    for (String action : List.of("hang", "cut", "mend", "power-off")) {
      assertThat(post("/servers/" + one.id() + "/" + action)).isEqualTo(204);
    }
    time.advance(Duration.ofSeconds(1));

    assertThat(news).containsExactly("started", "hung", "cut", "mended", "stopped");
    assertThat(one.state().vm()).isEqualTo(Server.VmState.STOPPED);
  }

  @Test
  void whatIsNotThereIsSaid() throws Exception {
    assertThat(post("/servers/nobody/cut")).isEqualTo(404);
    assertThat(post("/servers/" + running().id() + "/explode")).isEqualTo(400);
  }

  private int post(String path) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(server.url() + path))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private Server running() {
    dataCentre.listen(new News());
    Flavor flavor = dataCentre.look(p -> p.catalogue().addFlavor("small", 2, 2048, 20));
    Image image = dataCentre.look(p -> p.catalogue().addImage("linux", 10, 512, Map.of()));
    dataCentre.furnish(p -> p.catalogue().addHost(new Host("host-1", "az1", 16, 65536, 1000)));
    ServerOrder order =
        new ServerOrder(
            "one",
            flavor.id(),
            ServerOrder.Disks.of(image.id()),
            Map.of(),
            ServerOrder.Software.none(),
            ServerOrder.Where.ANYWHERE,
            ServerOrder.Wiring.byPorts(List.of()));
    Caller ann = new Caller("ann", "blue", List.of("member"));
    Server made = dataCentre.change("ann", "a server", p -> p.servers().create(ann, order));
    time.advance(Duration.ofSeconds(30));
    return made;
  }

  private final class News implements InstanceListener {
    @Override
    public void started(BootedInstance instance) {
      news.add("started");
    }

    @Override
    public void stopped(String instanceId) {
      news.add("stopped");
    }

    @Override
    public void hung(String instanceId) {
      news.add("hung");
    }

    @Override
    public void cut(String instanceId) {
      news.add("cut");
    }

    @Override
    public void mended(String instanceId) {
      news.add("mended");
    }
  }
}
