package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import io.caisson.spi.cloud.Port;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lists in pages of two. */
class PagesTest {
  private static final String LIST = "GET /network/v2.0/ports";
  private static final String FIRST = LIST + "?limit=2&project_id=p1";

  private final ScriptedCloud script = new ScriptedCloud();

  @AfterEach
  void stop() {
    script.close();
  }

  private static MockResponse page(boolean next, String... ids) {
    String ports =
        Stream.of(ids)
            .map("{\"id\": \"%s\", \"network_id\": \"n\", \"name\": null}"::formatted)
            .collect(Collectors.joining(", "));
    String links = next ? ", \"ports_links\": [{\"rel\": \"next\", \"href\": \"x\"}]" : "";
    return ScriptedCloud.json(200, "{\"ports\": [%s]%s}".formatted(ports, links));
  }

  private List<String> listed() {
    return script.cloud().network().ports().stream().map(Port::id).toList();
  }

  private CloudFault fault() {
    CloudException thrown = catchThrowableOfType(CloudException.class, this::listed);
    assertThat(thrown).isNotNull();
    return thrown.fault();
  }

  @Test
  void aListIsReadUntilNoPageIsLinked() {
    script.on(LIST, page(true, "a", "b"), page(true, "c", "d"), page(false, "e"));
    assertThat(listed()).containsExactly("a", "b", "c", "d", "e");
    assertThat(script.asked())
        .containsExactly(
            FIRST,
            LIST + "?limit=2&marker=b&project_id=p1",
            LIST + "?limit=2&marker=d&project_id=p1");
  }

  @Test
  void aFullPageWithoutALinkMayHaveMoreBehindIt() {
    script.on(LIST, page(false, "a", "b"), page(false, "c"));
    assertThat(listed()).containsExactly("a", "b", "c");
  }

  @Test
  void aShortPageWithALinkIsNotTheEnd() {
    script.on(LIST, page(true, "a"), page(false, "b"));
    assertThat(listed()).containsExactly("a", "b");
  }

  @Test
  void aServiceThatKnowsNoMarkersEndsTheList() {
    script.on(LIST, page(true, "a", "b"));
    assertThat(listed()).containsExactly("a", "b");
    assertThat(script.asked()).hasSize(2);
  }

  @Test
  void aMarkerThatIsGoneBeginsTheListAnew() {
    MockResponse gone =
        ScriptedCloud.json(
            404, "{\"NeutronError\": {\"type\": \"PortNotFound\", \"message\": \"Port b\"}}");
    script.on(LIST, page(true, "a", "b"), gone, page(true, "a", "c"), page(false, "d"));
    assertThat(listed()).containsExactly("a", "c", "d");
  }

  @Test
  void aListThatNeverHoldsStillIsAConflict() {
    MockResponse gone =
        ScriptedCloud.json(400, "{\"badRequest\": {\"message\": \"marker [b] not found\"}}");
    MockResponse first = page(true, "a", "b");
    script.on(LIST, first, gone, first, gone, first, gone);
    assertThat(fault()).isInstanceOf(CloudFault.Conflict.class);
  }

  @Test
  void a404OfAListIsNoEmptyList() {
    script.on(
        LIST, ScriptedCloud.json(404, "{\"itemNotFound\": {\"message\": \"Nothing here.\"}}"));
    assertThat(fault()).isEqualTo(new CloudFault.Broken(404, "Nothing here."));
  }

  @Test
  void aPageOfAnotherShapeIsNoEmptyList() {
    script.on(LIST, ScriptedCloud.json(200, "{\"status\": \"ok\"}"));
    assertThat(fault()).isInstanceOf(CloudFault.Broken.class);
  }

  @Test
  void aSecondPageThatFailsGivesNoHalfList() {
    script.on(LIST, page(true, "a", "b"), ScriptedCloud.json(503, ""));
    assertThat(fault()).isInstanceOf(CloudFault.Broken.class);
  }
}
