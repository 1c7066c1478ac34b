package io.caisson.contract.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.caisson.contract.cloud.Administrator.Tenancy;
import io.caisson.contract.proxy.Exchange;
import io.caisson.contract.proxy.FaultProxy;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Facts.NetworkFact;
import io.caisson.spi.cloud.Facts.Subnet;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.OwnerMark;
import io.caisson.spi.cloud.PortOrder;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.ServerOrder;
import io.caisson.spi.cloud.ServerOrder.Disks;
import io.caisson.spi.cloud.ServerOrder.Guest;
import io.caisson.spi.cloud.ServerOrder.Placement;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.identity.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * One case's place to work: a fault proxy of its own, an adapter connected through it, and what a
 * case needs to make things that the sweep finds again.
 */
public final class Bench {
  private static final Duration POLL = Duration.ofMillis(200);
  private final Suite suite;
  private final String name;
  private final FaultProxy proxy;
  private final Cloud cloud;
  private final List<Cloud> others = new ArrayList<>();
  private final Addresses addresses;
  private final int number;
  private final Instant began;
  private final List<String> credentialNames = new ArrayList<>();
  private Optional<Tenancy> tenancy = Optional.empty();
  private int made;

  Bench(Suite suite, String name) {
    this.suite = suite;
    this.name = name;
    this.number = suite.nextCase();
    this.began = suite.now();
    Environment environment = suite.environment();
    proxy = new FaultProxy(environment.member().authUrl(), environment.trust());
    cloud = environment.adapter().cloud(access(), Tuning.USUAL);
    addresses = new Addresses(suite.direct());
  }

  /** The adapter under test, through the fault proxy. */
  public Cloud cloud() {
    return cloud;
  }

  public Compute compute() {
    return cloud.compute();
  }

  public Network network() {
    return cloud.network();
  }

  public Topology topology() {
    return cloud.topology();
  }

  public FaultProxy proxy() {
    return proxy;
  }

  public Environment environment() {
    return suite.environment();
  }

  public Neighbour neighbour() {
    return environment().neighbour();
  }

  /** The member's access through the fault proxy. */
  public Access access() {
    return environment().member().at(proxy.authUrl());
  }

  /** One more adapter through the same proxy; closed after the case. */
  public Cloud connect(Access access, Tuning tuning) {
    Cloud other = environment().adapter().cloud(access.at(proxy.authUrl()), tuning);
    others.add(other);
    return other;
  }

  public Cloud connect(Tuning tuning) {
    return connect(access(), tuning);
  }

  /** The identity port through the proxy, with the administrator's credential if there is one. */
  public Identity identity() {
    Access own =
        environment().administrator().map(Administrator::access).orElse(environment().member());
    return environment().adapter().identity(own.at(proxy.authUrl()), Tuning.USUAL);
  }

  /** A project of the case's own if there is an administrator; removed after the case. */
  public Optional<Tenancy> tenancy() {
    if (tenancy.isEmpty()) {
      tenancy = environment().administrator().map(Administrator::tenancy);
    }
    return tenancy;
  }

  /** A fresh name; a credential of this name is removed after the case. */
  public String credentialName() {
    String fresh = freshName("credential");
    credentialNames.add(fresh);
    return fresh;
  }

  /** Wall clock of the suite. */
  public Instant now() {
    return suite.now();
  }

  /** Whether the mark is of this case. */
  public boolean ours(Optional<OwnerMark> mark) {
    return mark.filter(m -> m.installation().equals(suite.installation())).isPresent();
  }

  /** Ids of what the cloud has for the suite. */
  public Stock stock() {
    return suite.stock();
  }

  /** A mark of this run that no other thing has. */
  public OwnerMark mark(String kind) {
    made++;
    return new OwnerMark(suite.installation(), "case-" + number, kind + "/" + made, 1);
  }

  /** A name that nothing else has; fit for hosts. */
  public String freshName(String kind) {
    made++;
    return "%s-%d-%s-%d".formatted(suite.installation(), number, kind, made);
  }

  /** An address of the subnet that no visible port has. */
  public String freeAddress() {
    return addresses.free(stock().subnet());
  }

  public PortOrder portOrder() {
    return portOrder(freeAddress());
  }

  public PortOrder portOrder(String address) {
    return portOrder(address, freshName("port"), List.of());
  }

  public PortOrder portOrder(String address, String portName, List<String> groups) {
    return new PortOrder(
        mark("port"), portName, stock().network().id(), stock().subnet().id(), address, groups);
  }

  /** A port of another network than the suite's. */
  public PortOrder portOrderIn(NetworkFact network) {
    Subnet subnet = network.subnets().getFirst();
    return new PortOrder(
        mark("port"),
        freshName("port"),
        network.id(),
        subnet.id(),
        addresses.free(subnet),
        List.of());
  }

  /** Makes a port past the proxy. */
  public String port() {
    return suite.direct().network().createPort(portOrder());
  }

  public ServerOrder serverOrder(String... ports) {
    return new ServerOrder(
        mark("server"),
        freshName("server"),
        stock().flavor(),
        Disks.ofImage(stock().image()),
        List.of(ports),
        Guest.of("#cloud-config\nhostname: contract\n"),
        Placement.ANYWHERE);
  }

  /** Makes a server on a fresh port past the proxy, and waits until it runs. */
  public Server runningServer() {
    return running(suite.direct().compute().createServer(serverOrder(port())));
  }

  /** Waits until the server runs. */
  public Server running(String id) {
    Server server = settled(id);
    assertThat(server.status()).as("fault: %s", server.fault()).isEqualTo(Server.Status.ACTIVE);
    return server;
  }

  /** Waits until the server is built, or has failed. */
  public Server settled(String id) {
    return eventually(
        "server " + id + " is built",
        environment().bounds().building(),
        () -> suite.direct().compute().server(id).orElseThrow(),
        server -> server.status() != Server.Status.BUILD);
  }

  /** Waits until a server that is being made anew runs. */
  public Server rebuilt(String id) {
    eventually(
        "server " + id + " is made anew",
        environment().bounds().building(),
        () -> suite.direct().compute().server(id).orElseThrow(),
        server -> server.status() != Server.Status.REBUILD);
    return running(id);
  }

  /** Waits until the server's own page says 404 and the list does not have it. */
  public void gone(String serverId) {
    eventually(
        "server " + serverId + " is gone",
        environment().bounds().going(),
        () -> compute().server(serverId),
        Optional::isEmpty);
    assertThat(compute().servers()).noneMatch(server -> server.id().equals(serverId));
  }

  /** Waits until what the look gives is right; within the bound of lists. */
  public <T> T listed(String what, Supplier<T> look, Predicate<T> right) {
    return eventually(what, environment().bounds().listLag(), look, right);
  }

  public <T> T eventually(String what, Duration bound, Supplier<T> look, Predicate<T> right) {
    return await(what)
        .atMost(bound)
        .pollDelay(Duration.ZERO)
        .pollInterval(POLL)
        .until(look::get, right::test);
  }

  /** The fault that the call ends with; fails if it succeeds or throws anything else. */
  public CloudFault faultOf(ThrowingCallable call) {
    CloudException thrown = catchThrowableOfType(CloudException.class, call);
    assertThat(thrown).as("the call succeeded; exchanges: %s", proxy.exchanges()).isNotNull();
    assertThat(thrown.fault().text()).isNotBlank();
    return thrown.fault();
  }

  /** The fault's text holds the words of the answer to the last changing request. */
  public void assertVerbatim(CloudFault fault) {
    List<Exchange> changes = proxy.changes();
    assertThat(changes).as("a refusal by the cloud itself").isNotEmpty();
    assertThat(changes.getLast().words())
        .anySatisfy(
            word -> {
              assertThat(word).hasSizeGreaterThan(10);
              assertThat(fault.text()).contains(word);
            });
  }

  @Override
  public String toString() {
    return name;
  }

  void close() {
    others.forEach(Cloud::close);
    cloud.close();
    proxy.close();
    try {
      credentialNames.forEach(neighbour()::forgetCredential);
      tenancy.ifPresent(this::leave);
      neighbour().cleanUp();
    } finally {
      suite.sweep().clean();
      suite.took(name, Duration.between(began, suite.now()));
    }
  }

  private void leave(Tenancy left) {
    try (left;
        Cloud way = environment().adapter().cloud(left.member(), Tuning.USUAL)) {
      suite.sweep(way).clean();
    }
  }
}
