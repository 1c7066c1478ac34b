package io.caisson.simulator.guest.kubeadm;

import io.caisson.simulator.etcd.EtcdServer;
import io.caisson.simulator.kubeapi.Cluster;
import io.caisson.simulator.kubeapi.ClusterPki;
import io.caisson.simulator.kubeapi.Pem;
import io.caisson.simulator.kubeapi.ServingIdentity;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The certificate authorities and keys that a machine of a control plane was given. */
final class Authorities {
  private static final String FOLDER = "/etc/kubernetes/pki/";
  private static final List<String> NAMES = List.of("ca", "front-proxy-ca", "etcd/ca");

  private final Host host;

  Authorities(Host host) {
    this.host = host;
  }

  /** Those that sign something on the machine. */
  record Signers(ClusterPki kubernetes, ClusterPki etcd) {
    /** etcd on this machine, with a certificate of its own. */
    EtcdServer etcd(Cluster cluster, String node, String address, Instant now) {
      ServingIdentity own = new Certificates(etcd, now).etcd(node, address);
      return new EtcdServer(cluster, node, address, etcd.certificate(), own);
    }
  }

  /**
   * For {@code kubeadm init}: takes what is there, checks it, and makes what is not. Throws {@link
   * KubeadmFailure}.
   */
  Signers forInit() {
    host.print("[certs] Using certificateDir folder \"/etc/kubernetes/pki\"");
    Signers signers = signers();
    serviceAccountKeys();
    return signers;
  }

  /** For a further member of a control plane everything must be there. */
  Signers forJoin() {
    List<String> missing = new ArrayList<>();
    for (String name : NAMES) {
      require(name + ".crt", "failure loading certificate for " + title(name), missing);
      require(name + ".key", "failure loading key for " + title(name), missing);
    }
    require("sa.key", "failure loading key for service account", missing);
    if (!missing.isEmpty()) {
      throw KubeadmFailure.in(
          "preflight",
          """

          One or more conditions for hosting a new control plane instance is not satisfied.

          [%s]

          Please ensure that:
          * The cluster has a stable controlPlaneEndpoint address.
          * The certificates that must be shared among control plane instances are provided.
          """
              .formatted(String.join(", ", missing)));
    }
    return signers();
  }

  private Signers signers() {
    ClusterPki kubernetes = authority("ca");
    authority("front-proxy-ca");
    return new Signers(kubernetes, authority("etcd/ca"));
  }

  private void require(String file, String what, List<String> missing) {
    if (host.file(FOLDER + file).isEmpty()) {
      missing.add(
          "%s: couldn't load the file %s%s: open %s%s: no such file or directory"
              .formatted(what, FOLDER, file, FOLDER, file));
    }
  }

  private ClusterPki authority(String name) {
    Optional<String> certificate = host.file(FOLDER + name + ".crt");
    Optional<String> key = host.file(FOLDER + name + ".key");
    if (certificate.isEmpty() && key.isEmpty()) {
      host.print("[certs] Generating \"%s\" certificate and key".formatted(plain(name)));
      return ClusterPki.selfSigned(commonName(name), host.timeline().now());
    }
    if (certificate.isEmpty()) {
      throw KubeadmFailure.in(
          "certs/" + plain(name),
          "failure loading %s certificate: failed to load certificate: couldn't load the certificate"
                  .formatted(plain(name))
              + " file %s%s.crt: open %s%s.crt: no such file or directory"
                  .formatted(FOLDER, name, FOLDER, name));
    }
    X509Certificate parsed = certificate(name, certificate.get());
    if (key.isEmpty()) {
      throw new KubeadmFailure(
          "invalid or incomplete external %s: failure loading key for apiserver: couldn't load the"
                  .formatted(name.equals("ca") ? "CA" : plain(name))
              + " private key file %sapiserver.key: open %sapiserver.key: no such file or directory"
                  .formatted(FOLDER, FOLDER));
    }
    host.print("[certs] Using existing %s certificate authority".formatted(plain(name)));
    return matching(name, parsed, key(name, key.get()));
  }

  private X509Certificate certificate(String name, String pem) {
    X509Certificate certificate;
    try {
      certificate = Pem.certificates(pem).getFirst();
    } catch (GeneralSecurityException e) {
      throw KubeadmFailure.in(
          "certs/" + plain(name),
          "failure loading %s certificate: couldn't load the certificate file %s%s.crt: error reading"
                  .formatted(plain(name), FOLDER, name)
              + " %s%s.crt: data does not contain any valid RSA or ECDSA certificates"
                  .formatted(FOLDER, name));
    }
    if (certificate.getBasicConstraints() < 0) {
      throw KubeadmFailure.in(
          "certs/" + plain(name), "certificate %s is not a CA".formatted(plain(name)));
    }
    Instant now = host.timeline().now();
    if (certificate.getNotAfter().toInstant().isBefore(now)) {
      throw KubeadmFailure.in(
          "certs/" + plain(name),
          "certificate %s is invalid: the certificate has expired".formatted(plain(name)));
    }
    return certificate;
  }

  private static PrivateKey key(String name, String pem) {
    try {
      return Pem.privateKey(pem);
    } catch (GeneralSecurityException e) {
      throw KubeadmFailure.in(
          "certs/" + plain(name),
          "failure loading %s certificate authority: couldn't load the private key file %s%s.key:"
                  .formatted(plain(name), FOLDER, name)
              + " data does not contain a valid RSA or ECDSA private key");
    }
  }

  private static ClusterPki matching(String name, X509Certificate certificate, PrivateKey key) {
    if (!belongs(certificate.getPublicKey(), key)) {
      String signed =
          name.equals("ca")
              ? "apiserver"
              : name.equals("etcd/ca") ? "etcd/server" : "front-proxy-client";
      throw KubeadmFailure.in(
          "certs/" + signed.replace('/', '-'),
          "failed to write or validate certificate \"%s\": failure while signing: unable to sign"
                  .formatted(signed)
              + " certificate: x509: provided PrivateKey doesn't match parent's PublicKey");
    }
    return new ClusterPki(certificate, key);
  }

  private static boolean belongs(PublicKey publicKey, PrivateKey key) {
    String algorithm = key.getAlgorithm().startsWith("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    byte[] probe = {1, 2, 3};
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(probe);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(probe);
      return signature.verify(signed);
    } catch (GeneralSecurityException otherKindOfKey) {
      return false;
    }
  }

  private void serviceAccountKeys() {
    Optional<String> key = host.file(FOLDER + "sa.key");
    if (key.isEmpty()) {
      host.print("[certs] Generating \"sa\" key and public key");
      return;
    }
    try {
      Pem.privateKey(key.get());
    } catch (GeneralSecurityException e) {
      throw KubeadmFailure.in(
          "certs/sa",
          "file sa.key existed but it could not be loaded properly: couldn't load the private key"
              + " file "
              + FOLDER
              + "sa.key: data does not contain a valid RSA or ECDSA private key");
    }
    host.print("[certs] Using the existing \"sa\" key");
  }

  private static String plain(String name) {
    return name.replace('/', '-');
  }

  private static String title(String name) {
    return name.equals("ca") ? "CA" : name.equals("etcd/ca") ? "etcd CA" : "front-proxy CA";
  }

  private static String commonName(String name) {
    return name.equals("ca") ? "kubernetes" : plain(name);
  }
}
