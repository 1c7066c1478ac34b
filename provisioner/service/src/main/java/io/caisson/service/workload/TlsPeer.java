package io.caisson.service.workload;

import io.caisson.service.bootstrap.pki.Peer;
import io.caisson.service.bootstrap.pki.Pem;
import io.caisson.service.bootstrap.pki.TlsCredential;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** TLS that trusts one authority and shows one client certificate; nothing is read from files. */
public record TlsPeer(SSLContext context, X509TrustManager trust) {

  /**
   * Sessions to go on with. A server gives several for each connection, each with its certificates,
   * and a cluster's connection stays.
   */
  private static final int SESSIONS = 1;

  /** Throws {@link IllegalArgumentException} for what is no certificate or key. */
  public static TlsPeer of(Peer peer) {
    try {
      X509TrustManager trust = trust(Pem.certificate(peer.authority()));
      SSLContext context = SSLContext.getInstance("TLS");
      TlsCredential client = peer.client();
      OneKey key = new OneKey(client.x509(), Pem.privateKey(client.privateKey()));
      context.init(new KeyManager[] {key}, new TrustManager[] {trust}, null);
      context.getClientSessionContext().setSessionCacheSize(SESSIONS);
      return new TlsPeer(context, trust);
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalArgumentException("no TLS with this authority and certificate", e);
    }
  }

  private static X509TrustManager trust(X509Certificate authority)
      throws GeneralSecurityException, IOException {
    KeyStore store = empty();
    store.setCertificateEntry("authority", authority);
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(store);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .map(X509TrustManager.class::cast)
        .findFirst()
        .orElseThrow();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
