package io.caisson.contract.cloud.openstack;

import io.caisson.contract.cloud.Access;
import io.caisson.contract.cloud.Adapter;
import io.caisson.contract.cloud.Addresses;
import io.caisson.contract.cloud.Administrator;
import io.caisson.contract.cloud.Bounds;
import io.caisson.contract.cloud.Environment;
import io.caisson.contract.cloud.Neighbour;
import io.caisson.contract.cloud.Stock;
import io.caisson.contract.cloud.Supplies;
import io.caisson.contract.cloud.Tuning;
import io.caisson.spi.cloud.Cloud;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.net.ssl.SSLContext;

/** Any OpenStack, as {@link Variables} name it. */
public final class OpenStackEnvironment implements Environment {
  private static final String PUBLIC_KEY =
      "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAINs6l4j6wKnz8n6ZDX+yiTAm+Tlo3+d9g/LwhhsnVWMp contract";

  private final Variables variables;
  private final Adapter adapter;
  private final Optional<SSLContext> trust;
  private final Session session;
  private final OpenStackNeighbour neighbour;
  private final Optional<OpenStackAdministrator> administrator;
  private final String run;
  private final Runnable afterwards;
  private final String keyPair;

  public OpenStackEnvironment(Variables variables, Adapter adapter) {
    this(variables, adapter, () -> {});
  }

  /**
   * @param afterwards ends the cloud itself, if it is there for the suite only
   */
  public OpenStackEnvironment(Variables variables, Adapter adapter, Runnable afterwards) {
    this.afterwards = afterwards;
    this.variables = variables;
    this.adapter = adapter;
    byte[] random = new byte[4];
    new SecureRandom().nextBytes(random);
    run = "contract-" + HexFormat.of().formatHex(random);
    trust = variables.member().caCertificate().map(Trust::of);
    session = new Session(variables.member(), trust);
    neighbour = new OpenStackNeighbour(session, variables.member());
    administrator =
        variables
            .administrator()
            .map(own -> new OpenStackAdministrator(own, variables.member(), trust, run));
    keyPair = variables.keyPair().orElseGet(this::freshKeyPair);
  }

  @Override
  public String name() {
    return "OpenStack at " + variables.member().authUrl();
  }

  @Override
  public Adapter adapter() {
    return adapter;
  }

  @Override
  public Access member() {
    return variables.member();
  }

  @Override
  public Optional<SSLContext> trust() {
    return trust;
  }

  @Override
  public Supplies supplies() {
    return new Supplies(
        variables.image(),
        variables.flavor(),
        variables.network(),
        variables.externalNetwork(),
        keyPair);
  }

  @Override
  public Bounds bounds() {
    return Bounds.USUAL;
  }

  @Override
  public Neighbour neighbour() {
    return neighbour;
  }

  @Override
  public Optional<Administrator> administrator() {
    return administrator.map(Administrator.class::cast);
  }

  @Override
  public void close() {
    if (variables.keyPair().isEmpty()) {
      session.delete("compute", "/os-keypairs/" + keyPair);
    }
    administrator.ifPresent(OpenStackAdministrator::close);
    session.close();
    afterwards.run();
  }

  Session session() {
    return session;
  }

  /** What steps of a walk call by name. */
  Map<String, String> names() {
    try (Cloud cloud = adapter.cloud(member(), Tuning.USUAL)) {
      Stock stock = Stock.of(cloud.facts(), supplies());
      Map<String, String> names = new TreeMap<>();
      names.put("run", run);
      names.put("image", stock.image());
      names.put("flavor", stock.flavor());
      names.put("network", stock.network().id());
      names.put("subnet", stock.subnet().id());
      names.put("external", stock.externalNetwork());
      names.put("address", new Addresses(cloud).free(stock.subnet()));
      names.put("keypair", keyPair);
      names.put("user", session.userId());
      names.put("project", session.projectId());
      if (member().credential() instanceof Access.Password password) {
        names.put("userName", password.user());
        names.put("userDomain", password.userDomain());
        names.put("password", password.password());
        names.put("projectName", password.project());
        names.put("projectDomain", password.projectDomain());
      }
      return names;
    }
  }

  private String freshKeyPair() {
    session.post(
        "compute",
        "/os-keypairs",
        Map.of("keypair", Map.of("name", run, "public_key", PUBLIC_KEY)));
    return run;
  }
}
