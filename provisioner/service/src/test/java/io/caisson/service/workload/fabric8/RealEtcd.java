package io.caisson.service.workload.fabric8;

import io.caisson.contract.etcd.EtcdUnderTest;
import io.caisson.contract.kubernetes.Kubeconfig;
import io.caisson.service.bootstrap.pki.CertificateAuthority;
import io.caisson.service.bootstrap.pki.ClientSubject;
import io.caisson.service.bootstrap.pki.Peer;
import io.caisson.service.bootstrap.pki.TlsCredential;
import io.caisson.service.meters.Meters;
import io.caisson.spi.kubernetes.EtcdMembers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A cluster of three control planes that somebody has made, most easily of the Kubernetes bed's
 * machines: a kubeconfig, a folder with {@code ca.crt} and {@code ca.key} of its etcd, and a
 * command that does what {@code kubernetes-bed/etcd.sh} does.
 */
final class RealEtcd implements EtcdUnderTest {
  static final String KUBECONFIG = "CAISSON_CONTRACT_KUBECONFIG";
  static final String PKI = "CAISSON_CONTRACT_ETCD_PKI";
  static final String COMMAND = "CAISSON_CONTRACT_ETCD_COMMAND";
  static final String EXPENDABLE = "CAISSON_CONTRACT_ETCD_EXPENDABLE";

  private final Fabric8Kubernetes kubernetes =
      new Fabric8Kubernetes(Duration.ofSeconds(30), Meters.unread());
  private final Kubeconfig kubeconfig;
  private final CertificateAuthority authority;
  private final EtcdMembers members;

  private RealEtcd(Kubeconfig kubeconfig, CertificateAuthority authority) {
    this.kubeconfig = kubeconfig;
    this.authority = authority;
    this.members = as(authority);
  }

  static RealEtcd ofEnvironment() {
    Path pki = Path.of(System.getenv(PKI));
    try {
      return new RealEtcd(
          Kubeconfig.read(Path.of(System.getenv(KUBECONFIG))),
          new CertificateAuthority(
              Files.readString(pki.resolve("ca.crt")), Files.readString(pki.resolve("ca.key"))));
    } catch (IOException unreadable) {
      throw new UncheckedIOException("no authority in " + pki, unreadable);
    }
  }

  @Override
  public EtcdMembers members() {
    return members;
  }

  @Override
  public EtcdMembers forStrangers() {
    return as(ScriptedApiServer.MINT.authority("etcd-ca"));
  }

  private EtcdMembers as(CertificateAuthority signer) {
    TlsCredential client =
        ScriptedApiServer.MINT.client(
            signer, new ClientSubject("caisson:service", List.of()), Duration.ofHours(1));
    return kubernetes
        .dial(
            kubeconfig.server(),
            new Peer(
                kubeconfig.authority(),
                new TlsCredential(kubeconfig.certificate(), kubeconfig.key())),
            () -> new Peer(authority.certificate(), client))
        .etcd();
  }

  @Override
  public void announce(String peerUrl) {
    run("ctl", "member", "add", "announced", "--learner", "--peer-urls=" + peerUrl);
  }

  @Override
  public String expendable() {
    return System.getenv(EXPENDABLE);
  }

  @Override
  public void freeze(String node) {
    run("freeze", node);
  }

  @Override
  public void thaw(String node) {
    run("thaw", node);
  }

  @Override
  public void stop(String node) {
    run("stop", node);
  }

  @Override
  public void start(String node) {
    run("start", node);
  }

  private static void run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(System.getenv(COMMAND)));
    command.addAll(List.of(arguments));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(interrupted);
    }
  }

  @Override
  public void close() {
    kubernetes.close();
  }
}
