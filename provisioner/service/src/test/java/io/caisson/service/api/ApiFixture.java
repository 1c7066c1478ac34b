package io.caisson.service.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.plan.Heard;
import io.caisson.domain.plan.Planner;
import io.caisson.domain.plan.Policy;
import io.caisson.domain.plan.Sight;
import io.caisson.service.app.ApiServer;
import io.caisson.service.bootstrap.pki.CertificateMint;
import io.caisson.service.meters.Exposition;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.ClusterStore.SealedSecrets;
import io.caisson.service.store.RequestStore;
import io.caisson.service.store.memory.MemoryClusterStore;
import io.caisson.service.store.memory.MemoryRequestStore;
import io.caisson.service.store.memory.MemoryTemplateStore;
import io.caisson.service.tenancy.Clouds;
import io.caisson.service.tenancy.ClusterCreation;
import io.caisson.service.tenancy.SecretBox;
import io.caisson.service.tenancy.Vault;
import io.caisson.service.traces.Traces;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.Facts.QuotaFact;
import io.caisson.spi.cloud.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A service without an engine, and a client that says who it is. */
public final class ApiFixture implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  public final MutableClock clock = new MutableClock();
  public final FakeIdentity identity = new FakeIdentity();
  final FakeCloud cloud = new FakeCloud();
  public final ClusterStore store;
  public final RequestStore requests = new MemoryRequestStore();
  public final List<ClusterId> woken = new CopyOnWriteArrayList<>();
  public final Exposition exposition;
  public final FakeVitals vitals = new FakeVitals();
  private final ApiServer server;
  private Optional<Described> described = Optional.empty();
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  public ApiFixture() {
    this(new MemoryClusterStore(InstantSource.system()));
  }

  public ApiFixture(ClusterStore store) {
    this(store, Traces.unread());
  }

  public ApiFixture(ClusterStore store, Traces traces) {
    this.store = store;
    this.exposition = new Exposition(clock, traces);
    this.server =
        ApiServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new ApiServer.Parts(
                store,
                new MemoryTemplateStore(store),
                requests,
                new Vault(store, new OpenBox()),
                new OneCloud(),
                new ClusterCreation.Outside(
                    "test",
                    identity,
                    new CertificateMint(clock, new SecureRandom()),
                    clock,
                    new SecureRandom(),
                    false),
                woken::add),
            new ApiServer.Operated(exposition, vitals, Optional.empty()));
  }

  /** An answer, with its body as JSON where it is JSON. */
  public record Answer(int status, String text, HttpResponse<String> raw) {
    public JsonNode json() {
      return parsed(text);
    }

    /** What a client of Magnum's shows of an error. */
    public String title() {
      return json().at("/errors/0/title").asText();
    }

    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }
  }

  static JsonNode parsed(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException notJson) {
      throw new UncheckedIOException(text, notJson);
    }
  }

  /** Lets every question to the cloud end so. */
  public void fail(CloudFault fault) {
    cloud.fault = Optional.of(fault);
  }

  /** A server that is on a host. */
  public static Server server(String id, String host) {
    return new Server(
        id,
        id,
        Server.Status.ACTIVE,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Instant.EPOCH,
        Optional.of("id of " + host));
  }

  /** The servers of all projects from now on. */
  public void servers(Server... servers) {
    cloud.servers = List.of(servers);
  }

  /** Lets the cloud answer again. */
  public void mend() {
    cloud.fault = Optional.empty();
  }

  /** What the project may have from now on, and has. */
  public void quotas(List<QuotaFact> quotas) {
    cloud.quotas = List.copyOf(quotas);
  }

  /** Decides about a cluster as an engine that sees nothing would: its machines are planned. */
  public void planned(String id) {
    Cluster cluster = store.load(new ClusterId(id)).orElseThrow();
    Instant now = clock.instant();
    store.commit(
        cluster,
        Optional.empty(),
        new Planner(Policy.DEFAULT)
            .decide(cluster, Sight.none(now), Heard.NOTHING, 1, now)
            .records());
  }

  public Answer get(String token, String path) {
    return send("GET", token, path, "");
  }

  public Answer post(String token, String path, String body) {
    return send("POST", token, path, body);
  }

  public Answer send(String method, String token, String path, String body) {
    return checked(request(token, path).method(method, publisher(body)).build(), body);
  }

  private Described described() {
    if (described.isEmpty()) {
      described =
          Optional.of(new Described(raw(request("", "/api/v1/openapi.json").build()).json()));
    }
    return described.get();
  }

  public HttpRequest.Builder request(String token, String path) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(uri(path)).header("Content-Type", "application/json");
    return token.isEmpty() ? builder : builder.header("X-Auth-Token", token);
  }

  public Answer send(HttpRequest request) {
    return checked(request, "");
  }

  /** What is sent and answered has to be as our own API's document says. */
  private Answer checked(HttpRequest request, String body) {
    Answer answer = raw(request);
    if (request.uri().getPath().startsWith("/api/")) {
      described().check(request.method(), request.uri().getPath(), body, answer);
    }
    return answer;
  }

  private Answer raw(HttpRequest request) {
    try {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(answer.statusCode(), answer.body(), answer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public URI uri(String path) {
    return URI.create(server.uri() + path);
  }

  private static HttpRequest.BodyPublisher publisher(String body) {
    return body.isEmpty()
        ? HttpRequest.BodyPublishers.noBody()
        : HttpRequest.BodyPublishers.ofString(body);
  }

  /** A template that clusters can be made from. */
  public String aTemplate(String token) {
    Answer answer =
        post(
            token,
            "/v1/clustertemplates",
            """
            {"name": "k8s", "coe": "kubernetes", "image_id": "ubuntu", "keypair_id": "caisson",
             "flavor_id": "m1.medium", "master_flavor_id": "m1.medium",
             "external_network_id": "public", "fixed_network": "private",
             "labels": {"kube_tag": "v1.34.4"}}
            """);
    if (answer.status() != 201) {
      throw new AssertionError("no template: " + answer.text());
    }
    return answer.json().get("uuid").asText();
  }

  /** A cluster of that template. */
  public String aCluster(String token, String template, String name) {
    Answer answer =
        post(
            token,
            "/v1/clusters",
            """
            {"name": "%s", "cluster_template_id": "%s", "node_count": 2}
            """
                .formatted(name, template));
    if (answer.status() != 202) {
      throw new AssertionError("no cluster: " + answer.text());
    }
    return answer.json().get("uuid").asText();
  }

  @Override
  public void close() {
    server.close();
    client.close();
  }

  /** Seals nothing: what is sealed is none of the APIs' concern. */
  private static final class OpenBox implements SecretBox {
    @Override
    public SealedSecrets seal(ClusterId cluster, byte[] secrets) {
      return new SealedSecrets(secrets);
    }

    @Override
    public byte[] open(ClusterId cluster, SealedSecrets kept) {
      return kept.sealed();
    }
  }

  private final class OneCloud implements Clouds {
    @Override
    public Cloud forCluster(ClusterId cluster) {
      return cloud;
    }

    @Override
    public Facts facts(String token, String project) {
      return cloud.facts();
    }

    @Override
    public void forget(ClusterId cluster) {}
  }
}
