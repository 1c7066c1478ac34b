package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Watches: their events, bookmarks, ends and restarts. */
public interface WatchContract extends UnderTest {
  @Test
  default void aWatchTellsWhatIsAddedChangedAndDeleted(Bench bench) {
    String maps = bench.core("configmaps");
    try (Watch watch = bench.admin().watch(maps + "?resourceVersion=" + version(bench, maps))) {
      bench.admin().post(maps, Doc.of("{metadata: {name: a}, data: {k: '1'}}")).expect(201);
      bench.admin().patch(Caller.MERGE, maps + "/a", Doc.of("data: {k: '2'}")).expect(200);
      bench.admin().delete(maps + "/a").expect(200);

      assertThat(watch.event("ADDED", "a").at("/object/data/k").asText()).isEqualTo("1");
      assertThat(watch.event("MODIFIED", "a").at("/object/data/k").asText()).isEqualTo("2");
      assertThat(watch.event("DELETED", "a").at("/object/data/k").asText()).isEqualTo("2");
      assertThat(watch.event("ADDED", "a").at("/object/kind").asText()).isEqualTo("ConfigMap");
    }
  }

  @Test
  default void aWatchWithoutAVersionBeginsWithWhatIsThere(Bench bench) {
    String maps = bench.core("configmaps");
    bench.admin().post(maps, Doc.of("metadata: {name: a}")).expect(201);

    try (Watch watch = bench.admin().watch(maps)) {
      watch.event("ADDED", "a");
      bench.admin().post(maps, Doc.of("metadata: {name: b}")).expect(201);
      watch.event("ADDED", "b");
    }
  }

  @Test
  default void aWatchGoesOnFromAnyKnownVersion(Bench bench) {
    String maps = bench.core("configmaps");
    String before = version(bench, maps);
    bench.admin().post(maps, Doc.of("metadata: {name: a}")).expect(201);
    bench.admin().delete(maps + "/a").expect(200);

    try (Watch watch =
        bench.admin().watch(maps + "?fieldSelector=metadata.name%3Da&resourceVersion=" + before)) {
      watch.event("DELETED", "a");
      assertThat(watch.events().stream().map(e -> e.path("type").asText()).toList())
          .containsExactly("ADDED", "DELETED");
    }
  }

  @Test
  default void initialEventsEndWithABookmark(Bench bench) {
    String maps = bench.core("configmaps");
    bench.admin().post(maps, Doc.of("metadata: {name: a}")).expect(201);

    try (Watch watch =
        bench
            .admin()
            .watch(
                maps
                    + "?sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true")) {
      JsonNode mark = watch.event("BOOKMARK");

      assertThat(mark.at("/object/metadata/annotations/k8s.io~1initial-events-end").asText())
          .isEqualTo("true");
      assertThat(mark.at("/object/metadata/resourceVersion").asText()).matches("\\d+");
      assertThat(mark.at("/object/kind").asText()).isEqualTo("ConfigMap");
      List<JsonNode> events = watch.events();
      assertThat(events.subList(0, events.indexOf(mark))).allMatch(e -> Watch.is(e, "ADDED"));
      watch.event("ADDED", "a");
    }
  }

  @Test
  default void initialEventsNeedTheirVersionMatch(Bench bench) {
    bench
        .admin()
        .get("/api/v1/nodes?watch=true&sendInitialEvents=true&timeoutSeconds=2")
        .refused(422, "Invalid")
        .saying("sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
  }

  @Test
  default void aWatchEndsAtItsTimeAndCanBeTakenUpAgain(Bench bench) {
    String maps = bench.core("configmaps");
    String version = version(bench, maps);
    try (Watch watch = bench.admin().watch(maps + "?timeoutSeconds=1&resourceVersion=" + version)) {
      watch.ended();
    }
    bench.admin().post(maps, Doc.of("metadata: {name: a}")).expect(201);

    try (Watch again = bench.admin().watch(maps + "?resourceVersion=" + version)) {
      again.event("ADDED", "a");
    }
  }

  @Test
  default void aBookmarkTellsTheVersionBeforeAWatchEnds(Bench bench) {
    String maps = bench.core("configmaps");
    String path =
        maps
            + "?allowWatchBookmarks=true&timeoutSeconds=4&fieldSelector=metadata.name%3Dnobody&resourceVersion="
            + version(bench, maps);
    try (Watch watch = bench.admin().watch(path)) {
      String after =
          bench
              .admin()
              .post(maps, Doc.of("metadata: {name: a}"))
              .expect(201)
              .text("/metadata/resourceVersion");

      JsonNode mark = watch.event("BOOKMARK");
      assertThat(mark.at("/object/metadata/resourceVersion").asLong())
          .isGreaterThanOrEqualTo(Long.parseLong(after));
    }
  }

  @Test
  default void leavingASelectionIsADeletionToItsWatch(Bench bench) {
    String maps = bench.core("configmaps");
    bench.admin().post(maps, Doc.of("metadata: {name: a, labels: {in: 'yes'}}")).expect(201);

    try (Watch watch = bench.admin().watch(maps + "?labelSelector=in%3Dyes&resourceVersion=0")) {
      watch.event("ADDED", "a");
      bench
          .admin()
          .patch(Caller.MERGE, maps + "/a", Doc.of("metadata: {labels: {in: 'no'}}"))
          .expect(200);
      JsonNode left = watch.event("DELETED", "a");
      assertThat(left.at("/object/metadata/labels/in").asText()).isEqualTo("yes");
    }
  }

  @Test
  default void oneObjectIsWatchedByItsName(Bench bench) {
    String maps = bench.core("configmaps");
    bench.admin().post(maps, Doc.of("metadata: {name: a}")).expect(201);
    bench.admin().post(maps, Doc.of("metadata: {name: b}")).expect(201);

    try (Watch watch = bench.admin().watch(maps + "?fieldSelector=metadata.name%3Db")) {
      watch.event("ADDED", "b");
      bench.admin().delete(maps + "/a").expect(200);
      bench.admin().delete(maps + "/b").expect(200);
      watch.event("DELETED", "b");
      assertThat(watch.events()).allMatch(e -> e.at("/object/metadata/name").asText().equals("b"));
    }
  }

  private static String version(Bench bench, String collection) {
    return bench.admin().get(collection).expect(200).text("/metadata/resourceVersion");
  }
}
