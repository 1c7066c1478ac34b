package io.caisson.service.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.domain.plan.Policy;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsReaderTest {
  private static final String SECRET = "planted-secret";

  @Test
  void oneSettingIsEnough() {
    Settings settings = read(Map.of());
    assertThat(settings.listeners().api().getPort()).isEqualTo(9511);
    assertThat(settings.listeners().guestUrl()).isEqualTo(URI.create("https://127.0.0.1:9443"));
    assertThat(settings.work().policy()).isEqualTo(Policy.DEFAULT);
    assertThat(settings.database().url()).isEmpty();
    assertThat(settings.cloud().service()).isEmpty();
  }

  @Test
  void aLeaseMayBeAsShortAsTwoCallsAllow() {
    Settings settings = read(Map.of("CAISSON_CALL_LIMIT", "600ms", "CAISSON_LEASE", "2s"));
    assertThat(settings.work().lease()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void settingsAreTaken() {
    Settings settings =
        read(
            Map.of(
                "CAISSON_CALL_LIMIT", "5s",
                "CAISSON_LIST_LAG", "200ms",
                "CAISSON_API_BIND", "127.0.0.1:0",
                "CAISSON_INSTALLATION", "blue",
                "CAISSON_DATA", "/tmp/here"));
    assertThat(settings.work().policy().callLimit()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.cloud().limits().call()).isEqualTo(Duration.ofSeconds(5));
    assertThat(settings.work().policy().listLag()).isEqualTo(Duration.ofMillis(200));
    assertThat(settings.listeners().api().getPort()).isZero();
    assertThat(settings.installation()).isEqualTo("blue");
    assertThat(settings.data()).hasToString("/tmp/here");
  }

  @ParameterizedTest
  @CsvSource({
    "CAISSON_KEYSTONE_URL,'',is not set",
    "CAISSON_KEYSTONE_URL,ftp://x,a URL with http or https",
    "CAISSON_INTERFACE,outer,'public, internal or admin'",
    "CAISSON_CALL_LIMIT,5,a time such as",
    "CAISSON_CALL_LIMIT,0s,a time such as",
    "CAISSON_POLL,fast,a time such as",
    "CAISSON_OPEN_CALLS,0,a number from 1 to 1000",
    "CAISSON_OPEN_CALLS,many,a number from 1 to 1000",
    "CAISSON_LEASE,2s,at least 64000 ms",
    "CAISSON_API_BIND,9511,ADDRESS:PORT",
    "CAISSON_API_BIND,127.0.0.1:99999,ADDRESS:PORT",
    "CAISSON_GUEST_BIND,0.0.0.0:9443,CAISSON_GUEST_URL is not set",
    "CAISSON_INSTALLATION,a b,letters",
    "CAISSON_SERVICE_USERNAME,caisson,CAISSON_SERVICE_PASSWORD is not set"
  })
  void aBadSettingIsNamedInOneLine(String key, String value, String words) {
    assertThatThrownBy(() -> read(Map.of(key, value)))
        .isInstanceOf(SettingsReader.BadSetting.class)
        .hasMessageContaining(words)
        .hasMessageContaining("CAISSON_")
        .message()
        .doesNotContain("\n");
  }

  @Test
  void theTextFormShowsNoSecret() {
    Settings settings =
        read(
            Map.of(
                "CAISSON_SERVICE_USERNAME",
                "caisson",
                "CAISSON_SERVICE_PASSWORD",
                SECRET,
                "CAISSON_SERVICE_PROJECT_NAME",
                "service",
                "CAISSON_DATABASE_URL",
                "postgresql://caisson:" + SECRET + "@db/caisson",
                "CAISSON_DATABASE_PASSWORD",
                SECRET,
                "CAISSON_KEY_RING",
                "first = " + SECRET));
    assertThat(settings.toString()).doesNotContain(SECRET);
  }

  private static Settings read(Map<String, String> more) {
    Map<String, String> values = new HashMap<>();
    values.put("CAISSON_KEYSTONE_URL", "http://127.0.0.1:5000/v3");
    values.putAll(more);
    return new SettingsReader(values).read();
  }
}
