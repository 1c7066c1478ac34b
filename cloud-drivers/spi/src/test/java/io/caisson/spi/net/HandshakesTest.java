package io.caisson.spi.net;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import javax.crypto.KeyAgreement;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In processes of their own, for what the JDK has begun to use it goes on with. */
class HandshakesTest {
  private static final String LIBRARY =
      "com/amazon/corretto/crypto/provider/libamazonCorrettoCryptoProvider.so";
  private static final String JDK = "SunEC";

  @TempDir Path foreign;

  @Test
  void whatTheCurvesNeedIsLeftToNativeCodeWhereThereIsSome() throws Exception {
    boolean there = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
    String computes = there ? "AmazonCorrettoCryptoProvider" : JDK;
    assertThat(told(System.getProperty("java.class.path")))
        .containsExactly(
            computes, computes, computes, "[secp256r1, secp384r1, secp521r1]", "SUN", "SunJSSE");
  }

  @Test
  void onAMachineForWhichThereIsNoneTheJdkComputes() throws Exception {
    Path library = foreign.resolve(LIBRARY);
    Files.createDirectories(library.getParent());
    Files.writeString(library, "for another machine");
    assertThat(told(foreign + File.pathSeparator + System.getProperty("java.class.path")))
        .containsExactly(JDK, JDK, JDK, "[secp256r1, secp384r1, secp521r1]", "SUN", "SunJSSE");
  }

  private static List<String> told(String classPath) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                Told.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return words.lines().toList();
  }

  /** Prints by whose code what is computed. */
  static final class Told {
    public static void main(String[] arguments) throws GeneralSecurityException {
      Handshakes.quicken();
      KeyPairGenerator keys = KeyPairGenerator.getInstance("EC");
      keys.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair one = keys.generateKeyPair();
      KeyPair other = keys.generateKeyPair();
      KeyAgreement agreement = KeyAgreement.getInstance("ECDH");
      agreement.init(one.getPrivate());
      agreement.doPhase(other.getPublic(), true);
      Signature signature = Signature.getInstance("SHA256withECDSA");
      signature.initSign(one.getPrivate());
      SSLContext tls = SSLContext.getDefault();
      List.of(
              keys.getProvider().getName(),
              agreement.getProvider().getName(),
              signature.getProvider().getName(),
              Arrays.toString(tls.getDefaultSSLParameters().getNamedGroups()),
              MessageDigest.getInstance("SHA-256").getProvider().getName(),
              tls.getProvider().getName())
          .forEach(System.out::println);
    }
  }
}
