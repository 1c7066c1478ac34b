package io.caisson.service.app;

import com.zaxxer.hikari.HikariDataSource;
import io.caisson.openstack.OpenStackSite;
import io.caisson.service.api.guest.GuestListener;
import io.caisson.service.api.guest.GuestListenerSettings;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.CertificateMint;
import io.caisson.service.engine.Engine;
import io.caisson.service.engine.KnownClusters;
import io.caisson.service.engine.Vitals;
import io.caisson.service.machine.ClusterOutside;
import io.caisson.service.machine.MachineDesk;
import io.caisson.service.meters.Exposition;
import io.caisson.service.store.ClusterStore;
import io.caisson.service.store.postgres.ConnectionPool;
import io.caisson.service.store.postgres.DatabaseAddress;
import io.caisson.service.store.postgres.EmbeddedDatabase;
import io.caisson.service.store.postgres.Migrations;
import io.caisson.service.store.postgres.PostgresClusterStore;
import io.caisson.service.store.postgres.PostgresRequestStore;
import io.caisson.service.store.postgres.PostgresTemplateStore;
import io.caisson.service.store.secrets.KeyRing;
import io.caisson.service.store.secrets.SecretSeal;
import io.caisson.service.tenancy.ClusterCreation;
import io.caisson.service.tenancy.SecretBox;
import io.caisson.service.tenancy.Vault;
import io.caisson.service.traffic.Traffic;
import io.caisson.service.workload.fabric8.Fabric8Kubernetes;
import io.caisson.spi.identity.Identity;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** A running service: everything that is started, in order, and stopped in the reverse order. */
final class Service implements AutoCloseable {
  private static final int CONNECTIONS = 16;
  private static final Duration REMEMBERED = Duration.ofSeconds(30);

  private final Settings settings;
  private final Clock clock = Clock.systemUTC();
  private final SecureRandom random = new SecureRandom();
  private final CertificateMint mint = new CertificateMint(clock, random);
  private final Telemetry telemetry;
  private final Exposition exposition;
  private final Deque<Runnable> toClose = new ArrayDeque<>();

  private Service(Settings settings, Telemetry telemetry) {
    this.settings = settings;
    this.telemetry = telemetry;
    this.exposition = new Exposition(clock, telemetry.traces());
  }

  /** Runs when it returns; if it throws, nothing is left running. */
  static Service start(Settings settings, Telemetry telemetry) {
    Service service = new Service(settings, telemetry);
    try {
      service.start();
      return service;
    } catch (RuntimeException failed) {
      service.close();
      throw failed;
    }
  }

  private void start() {
    toClose.push(telemetry.end());
    toClose.push(exposition::close);
    HikariDataSource source = ConnectionPool.open(database(), CONNECTIONS);
    toClose.push(source::close);
    Migrations.apply(source);
    ClusterStore store = new PostgresClusterStore(source);
    Vault vault = new Vault(store, box());
    OpenStackSite site = OpenStackSite.open(settings.cloud().endpoint(), settings.cloud().limits());
    toClose.push(site::close);
    Identity identity = site.identity(settings.cloud().service(), REMEMBERED);
    OpenStackClouds clouds = new OpenStackClouds(site, vault, clock);
    CertificateAuthority guests = GuestAuthority.loadOrCreate(guestAuthority(), mint);
    Engine engine = engine(store, outside(vault, clouds, identity, guests));
    listen(store, vault, engine, guests);
    api(
        new ApiServer.Parts(
            store,
            new PostgresTemplateStore(source),
            new PostgresRequestStore(source),
            vault,
            clouds,
            new ClusterCreation.Outside(
                settings.installation(),
                identity,
                mint,
                clock,
                random,
                settings.cloud().oldReleases()),
            engine),
        engine);
    toClose.push(engine::dismiss);
    exposition.of(engine);
    engine.start();
  }

  private DatabaseAddress database() {
    if (settings.database().url().isPresent()) {
      return DatabaseAddress.parse(
          settings.database().url().get(),
          settings.database().user(),
          settings.database().password());
    }
    EmbeddedDatabase embedded = EmbeddedDatabase.start(settings.data().resolve("postgres"), 0);
    toClose.push(embedded::close);
    return embedded.address();
  }

  private SecretBox box() {
    KeyRing ring =
        settings
            .keys()
            .ring()
            .map(KeyRing::parse)
            .orElseGet(
                () ->
                    settings
                        .keys()
                        .file()
                        .map(KeyRing::load)
                        .orElseGet(() -> KeyRing.loadOrCreate(keyFile(), random)));
    return new SealedBox(new SecretSeal(ring, "cluster", random));
  }

  private Path keyFile() {
    return settings.data().resolve("key-ring");
  }

  private Path guestAuthority() {
    return settings
        .keys()
        .guestAuthority()
        .orElseGet(() -> settings.data().resolve("guest-authority.pem"));
  }

  private ClusterOutside outside(
      Vault vault, OpenStackClouds clouds, Identity identity, CertificateAuthority guests) {
    Fabric8Kubernetes kubernetes =
        new Fabric8Kubernetes(settings.work().policy().callLimit(), exposition.meters());
    toClose.push(kubernetes::close);
    return new ClusterOutside(
        new ClusterOutside.Parts(
            vault,
            clouds,
            identity,
            mint,
            kubernetes::dial,
            settings.listeners().guestUrl(),
            guests.certificate(),
            clock),
        new Traffic(settings.work().policy().callLimit(), exposition.meters(), clock));
  }

  private Engine engine(ClusterStore store, ClusterOutside outside) {
    String replica = "replica-" + UUID.randomUUID();
    Engine engine =
        new Engine(
            new Engine.Settings(replica, settings.work().policy(), settings.work().lease(), clock),
            store,
            outside,
            exposition.meters());
    toClose.push(engine::close);
    return engine;
  }

  private void listen(
      ClusterStore store, Vault vault, KnownClusters clusters, CertificateAuthority guests) {
    URI url = settings.listeners().guestUrl();
    GuestListener listener =
        GuestListener.start(
            GuestListenerSettings.at(settings.listeners().guests()),
            mint.server(guests, List.of(url.getHost())),
            new MachineDesk(
                store,
                new MachineDesk.Handover(vault, settings.cloud().machines()),
                clusters,
                clock),
            clock);
    toClose.push(listener::close);
  }

  private void api(ApiServer.Parts parts, Vitals vitals) {
    ApiServer server =
        ApiServer.start(
            settings.listeners().api(),
            parts,
            new ApiServer.Operated(exposition, vitals, settings.listeners().metricsToken()));
    toClose.push(server::close);
  }

  @Override
  public void close() {
    while (!toClose.isEmpty()) {
      toClose.pop().run();
    }
  }
}
