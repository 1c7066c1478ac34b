package io.caisson.spi.net;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Cheap handshakes of TLS for a program that has thousands of them a minute.
 *
 * <p>Keys are agreed on by the curves that everybody has (<a
 * href="https://www.rfc-editor.org/rfc/rfc8446#section-9.1">RFC 8446, section 9.1</a>): X25519
 * costs the JDK several times what P-256 does, and a client that offers both pays for both. What is
 * computed on them is left to native code, which takes a tenth of the JDK's time; where there is
 * none for this machine, the JDK computes.
 */
public final class Handshakes {
  private static final String CURVES = "jdk.tls.namedGroups";

  /** {@value}{@code =jdk} leaves all to the JDK. */
  private static final String WHO_COMPUTES = "caisson.curves";

  private Handshakes() {}

  /**
   * To be called before the first connection of a program. What its JVM was told about curves stays
   * as it is.
   *
   * @return who computes, in words for a log
   */
  public static String quicken() {
    System.setProperty(CURVES, System.getProperty(CURVES, "secp256r1,secp384r1,secp521r1"));
    if (System.getProperty(WHO_COMPUTES, "").equals("jdk")) {
      return "the JDK, as it was told to";
    }
    Optional<Throwable> missing =
        Optional.ofNullable(AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError());
    if (missing.isEmpty()) {
      Security.insertProviderAt(new NativeCurves(), 1);
    }
    return missing
        .map("the JDK, for there is no native code that this machine can load: %s"::formatted)
        .orElse("native code");
  }

  /** Only these uses are left to it; who asks for another is answered by the JDK's providers. */
  private static final class NativeCurves extends Provider {
    private static final long serialVersionUID = 1L;
    private static final Set<String> USES =
        Set.of(
            "KEYPAIRGENERATOR.EC",
            "KEYFACTORY.EC",
            "KEYAGREEMENT.ECDH",
            "SIGNATURE.SHA256WITHECDSA");

    NativeCurves() {
      super("CaissonCurves", "1", "what TLS computes on curves, by native code");
    }

    @Override
    public @Nullable Service getService(String type, String algorithm) {
      return USES.contains((type + "." + algorithm).toUpperCase(Locale.ROOT))
          ? AmazonCorrettoCryptoProvider.INSTANCE.getService(type, algorithm)
          : null;
    }
  }
}
