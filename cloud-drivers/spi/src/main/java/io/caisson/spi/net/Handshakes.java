package io.caisson.spi.net;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.security.Provider;
import java.security.Security;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Cheap handshakes of TLS for a program that has thousands of them a minute.
 *
 * <p>Keys are agreed on by the curves that everybody has (<a
 * href="https://www.rfc-editor.org/rfc/rfc8446#section-9.1">RFC 8446, section 9.1</a>): X25519
 * costs the JDK several times what P-256 does, and a client that offers both pays for both. What is
 * computed on P-256 is left to native code, which takes a tenth of the JDK's time; where there is
 * none for this machine, the JDK computes.
 */
public final class Handshakes {
  private static final String CURVES = "secp256r1,secp384r1,secp521r1";
  private static final String NATIVE_CODE = "AmazonCorrettoCryptoProvider";

  private static final List<String> LEFT_TO_NATIVE_CODE =
      List.of(
          "KeyPairGenerator.EC", "KeyFactory.EC", "KeyAgreement.ECDH", "Signature.SHA256withECDSA");

  private Handshakes() {}

  /**
   * To be called before anything else in a program: what the JDK has begun to use it goes on with.
   */
  public static void quicken() {
    System.setProperty("jdk.tls.namedGroups", CURVES);
    Security.setProperty(
        "jdk.security.provider.preferred",
        LEFT_TO_NATIVE_CODE.stream()
            .map(use -> use + ":" + NATIVE_CODE)
            .collect(Collectors.joining(", ")));
    Security.addProvider(NativeCode.provider());
  }

  /**
   * Apart, since the JDK reads what is preferred when it checks the signature of this class's jar,
   * and that is when {@link Handshakes} is linked if it names the class.
   */
  private static final class NativeCode {
    static Provider provider() {
      return AmazonCorrettoCryptoProvider.INSTANCE;
    }
  }
}
