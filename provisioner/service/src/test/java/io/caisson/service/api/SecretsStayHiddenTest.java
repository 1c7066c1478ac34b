package io.caisson.service.api;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.service.logging.JsonLines;
import io.caisson.service.logging.RedactedMessage;
import io.caisson.service.logging.RedactedThrowable;
import io.caisson.service.store.StoreUnavailable;
import io.caisson.service.tenancy.ClusterSecrets;
import io.caisson.service.tenancy.Principal;
import io.caisson.spi.cloud.CloudFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Secrets are planted; then everything that can go wrong does, with all of our logs listened to.
 */
class SecretsStayHiddenTest {
  private static final List<String> SECRETS =
      List.of(FakeIdentity.SECRET, FakeIdentity.TOKEN, "PRIVATE KEY", "misplaced");

  private static final String MISPLACED = "misplaced-Secret0";

  private final FailingStore failing = new FailingStore();
  private final ApiFixture api = new ApiFixture(failing.store());
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Logger root =
      ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger("io.caisson");
  private final List<String> answers = new ArrayList<>();

  @BeforeEach
  void listen() {
    log.start();
    root.addAppender(log);
    root.setLevel(Level.ALL);
  }

  @AfterEach
  void stop() {
    root.detachAppender(log);
    root.setLevel(null);
    api.close();
  }

  @Test
  void noLogAndNoAnswerShowsThem() {
    String template = api.aTemplate(FakeIdentity.TOKEN);
    String cluster = api.aCluster(FakeIdentity.TOKEN, template, "one");
    failing.failNextCreation(new IllegalStateException("no room"));
    create(500);
    failing.failNextCreation(new StoreUnavailable("cut", new IOException("cut")));
    create(503);
    ask("GET", "/v1/clusters/" + cluster);
    ask("GET", "/v1/certificates/" + cluster);
    ask("GET", "/api/v1/clusters/" + cluster);
    ask("GET", "/api/v1/clusters/" + cluster + "/journal");
    ask("GET", "/api/v1/clusters/" + cluster + "/kubeconfig");
    api.identity.fault = Optional.of(new CloudFault.Unreachable(true, "refused"));
    create(503);
    api.identity.fault = Optional.empty();
    ask("DELETE", "/v1/clusters/" + cluster);
    assertThat(log.list).isNotEmpty();
    assertHidden(log.list.stream().map(SecretsStayHiddenTest::text).collect(Collectors.joining()));
    assertHidden(String.join("\n", answers));
  }

  /** Users and clouds put them where they do not belong. */
  @Test
  void whatIsPutInTheWrongPlaceIsNotRepeated() {
    String template = api.aTemplate(FakeIdentity.TOKEN);
    String body =
        "{\"cluster_template_id\": \"%s\", \"name\": \"one\", \"password\": \"%s\"}"
            .formatted(template, MISPLACED);
    answers.add(api.post(FakeIdentity.TOKEN, "/v1/clusters", body).text());
    answers.add(api.post(FakeIdentity.TOKEN, "/v1/clusters", body + MISPLACED).text());
    answers.add(api.post(FakeIdentity.TOKEN, "/api/v1/clusters", body).text());
    answers.add(api.post(MISPLACED, "/v1/clusters", body).text());
    ask("GET", "/v1/clusters?password=" + MISPLACED);
    ask("GET", "/api/v1/clusters?cursor=" + MISPLACED);
    ask("GET", "/api/v1/clusters/" + api.aCluster(FakeIdentity.TOKEN, template, "two"));
    answers.add(
        api.send(
                api.request("", "/prometheus")
                    .header("Authorization", "Bearer " + MISPLACED)
                    .build())
            .text());
    assertHidden(log.list.stream().map(SecretsStayHiddenTest::text).collect(Collectors.joining()));
    assertHidden(String.join("\n", answers));
    assertHidden(api.exposition.text());
  }

  /** Messages of libraries and clouds quote anything; no line of the log shows it. */
  @Test
  void noLogLineShowsWhatAMessageQuotes() {
    Logger logger = root.getLoggerContext().getLogger("io.caisson.test");
    logger.warn(
        "refused: password={}", MISPLACED, new IllegalStateException("token: " + MISPLACED));
    ILoggingEvent event = log.list.getLast();
    PatternLayout layout = new PatternLayout();
    layout.setContext(root.getLoggerContext());
    layout.getInstanceConverterMap().put("redacted", RedactedMessage::new);
    layout.getInstanceConverterMap().put("redactedEx", RedactedThrowable::new);
    layout.setPattern("%redacted%n%redactedEx{20}");
    layout.start();
    String json = new String(new JsonLines().encode(event), StandardCharsets.UTF_8);
    assertThat(layout.doLayout(event)).contains("refused: password=[removed]");
    assertThat(json).contains("refused: password=[removed]").contains("IllegalStateException");
    assertHidden(layout.doLayout(event) + json);
  }

  @Test
  void noTextFormShowsThem() {
    String template = api.aTemplate(FakeIdentity.TOKEN);
    String id = api.aCluster(FakeIdentity.TOKEN, template, "one");
    ClusterStoreSecrets kept = new ClusterStoreSecrets(api, new ClusterId(id));
    assertThat(kept.inTheClear()).contains(FakeIdentity.SECRET);
    ClusterSecrets secrets = kept.opened();
    Principal caller =
        new Principal(api.identity.authenticate("demo").orElseThrow(), FakeIdentity.TOKEN);
    assertHidden(secrets + " " + secrets.pki() + secrets.credential() + caller + kept.cluster());
  }

  private void create(int status) {
    ApiFixture.Answer answer =
        api.post(FakeIdentity.TOKEN, "/v1/clusters", "{\"cluster_template_id\": \"k8s\"}");
    assertThat(answer.status()).isEqualTo(status);
    answers.add(answer.text());
  }

  private void ask(String method, String path) {
    answers.add(api.send(method, FakeIdentity.TOKEN, path, "").text());
  }

  private static void assertHidden(String text) {
    SECRETS.forEach(secret -> assertThat(text).doesNotContain(secret));
  }

  private static String text(ILoggingEvent event) {
    IThrowableProxy thrown = event.getThrowableProxy();
    return event.getFormattedMessage()
        + (thrown == null ? "" : ThrowableProxyUtil.asString(thrown));
  }
}
