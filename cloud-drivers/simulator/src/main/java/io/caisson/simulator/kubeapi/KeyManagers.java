package io.caisson.simulator.kubeapi;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.X509KeyManager;

/** What shows a certificate in TLS. */
public final class KeyManagers {
  private static final char[] NO_PASSWORD = new char[0];

  private KeyManagers() {}

  /**
   * One that shows this certificate. The key lies in a store of Java's old format, which hides it
   * by a few rounds: PKCS #12 takes ten thousand to encrypt it and as many to decrypt it, and a
   * data centre has thousands of keys.
   */
  public static X509KeyManager of(X509Certificate certificate, PrivateKey key) {
    try {
      KeyStore store = KeyStore.getInstance("JKS");
      store.load(null, null);
      store.setKeyEntry("own", key, NO_PASSWORD, new X509Certificate[] {certificate});
      KeyManagerFactory factory = KeyManagerFactory.getInstance("PKIX");
      factory.init(store, NO_PASSWORD);
      return (X509KeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException("a key that was made can be used", e);
    }
  }
}
