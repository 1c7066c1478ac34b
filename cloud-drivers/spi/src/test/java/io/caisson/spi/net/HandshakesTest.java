package io.caisson.spi.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

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

/** In processes of their own, since what it changes is the whole JVM's. */
class HandshakesTest {
  private static final String LIBRARY =
      "com/amazon/corretto/crypto/provider/libamazonCorrettoCryptoProvider.so";
  private static final String CURVES = "[secp256r1, secp384r1, secp521r1]";
  private static final String CLASS_PATH = System.getProperty("java.class.path");

  @TempDir Path foreign;

  @Test
  void whatTheCurvesNeedIsLeftToNativeCodeWhereThereIsSome() throws Exception {
    boolean there = AmazonCorrettoCryptoProvider.INSTANCE.getLoadingError() == null;
    String computes = there ? "AmazonCorrettoCryptoProvider" : "SunEC";
    assertThat(told(CLASS_PATH, ""))
        .endsWith(computes, computes, computes, "SUN", "SunJSSE", CURVES)
        .first(STRING)
        .startsWith(there ? "native code" : "the JDK, for there is no native code");
  }

  @Test
  void onAMachineForWhichThereIsNoneTheJdkComputes() throws Exception {
    Path library = foreign.resolve(LIBRARY);
    Files.createDirectories(library.getParent());
    Files.writeString(library, "for another machine");
    assertThat(told(foreign + File.pathSeparator + CLASS_PATH, ""))
        .endsWith("SunEC", "SunEC", "SunEC", "SUN", "SunJSSE", CURVES)
        .first(STRING)
        .startsWith("the JDK, for there is no native code that this machine can load: ");
  }

  @Test
  void whatTheOperatorSaysCounts() throws Exception {
    assertThat(told(CLASS_PATH, "-Dcaisson.curves=jdk -Djdk.tls.namedGroups=x25519,secp256r1"))
        .containsExactly(
            "the JDK, as it was told to",
            "SunEC",
            "SunEC",
            "SunEC",
            "SUN",
            "SunJSSE",
            "[x25519, secp256r1]");
  }

  private static List<String> told(String classPath, String options)
      throws IOException, InterruptedException {
    ProcessBuilder program =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath,
                Told.class.getName())
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    program.environment().put("JDK_JAVA_OPTIONS", options);
    Process process = program.start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    return words.lines().toList();
  }

  /** Prints by whose code what is computed, though keys of other kinds were made before. */
  static final class Told {
    public static void main(String[] arguments) throws GeneralSecurityException {
      KeyPairGenerator.getInstance("RSA");
      System.out.println(Handshakes.quicken());
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
              MessageDigest.getInstance("SHA-256").getProvider().getName(),
              tls.getProvider().getName(),
              Arrays.toString(tls.getDefaultSSLParameters().getNamedGroups()))
          .forEach(System.out::println);
    }
  }
}
