package io.caisson.service.api.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.domain.cluster.Blueprint;
import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.cluster.ClusterRecord;
import io.caisson.domain.cluster.ClusterSpec;
import io.caisson.domain.cluster.Machine;
import io.caisson.domain.cluster.MachineId;
import io.caisson.domain.cluster.MachineState;
import io.caisson.domain.cluster.Mark;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Revision;
import io.caisson.service.api.ApiFixture;
import io.caisson.service.api.ApiFixture.Answer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SteeringTest {
  private static final String BUDGET =
      "anybody but a user would be refused: worker has 2 machines available, and 2 must stay so";

  private final ApiFixture api = new ApiFixture();
  private final String id = api.aCluster("demo", api.aTemplate("demo"), "one");
  private final String path = "/api/v1/clusters/" + id;

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void aClusterIsPausedAndResumedAndSaysWhy() {
    JsonNode paused = ok("/pause", "{\"reason\": \"not before Monday\"}");
    assertThat(paused.at("/pause/reason").asText()).contains("not before Monday", "resumed");
    assertThat(paused.get("in_flight")).isEmpty();
    long version = cluster().version();
    ok("/pause", "{\"reason\": \"not before Monday\"}");
    assertThat(cluster().version()).as("the same again is nothing new").isEqualTo(version);
    assertThat(api.get("demo", path).json().at("/cluster/state/reason").asText())
        .contains("not before Monday");
    assertThat(api.get("demo", path + "/journal").text()).contains("On hold (pause)");
    assertThat(ok("/resume", "").get("pause").isNull()).isTrue();
    ok("/resume", "");
    assertThat(cluster().pause()).isEmpty();
    assertThat(api.post("reader", path + "/pause", "").status()).isEqualTo(403);
    assertThat(api.post("other", path + "/pause", "").status()).isEqualTo(404);
  }

  @Test
  void theSpeedOfAChangeIsAnotherInItsMiddle() {
    image("ubuntu-next");
    JsonNode steered = ok("/pace", "{\"max_surge\": \"50%\", \"max_unavailable\": 1}");
    assertThat(steered.at("/pace/max_surge").asText()).isEqualTo("50%");
    assertThat(cluster().revision().number()).as("no other desired state").isEqualTo(2);
    assertThat(cluster().revision().pace().surge(3)).isEqualTo(2);
    assertThat(api.post("demo", path + "/pace", "{\"max_surge\": -1}").status()).isEqualTo(400);
  }

  @Test
  void anEarlierRevisionBecomesCurrentAgain() {
    reached();
    image("ubuntu-next");
    api.post("demo", path + "/resize", "{\"count\": 4}");
    Answer back = api.post("demo", path + "/rollback", "");
    assertThat(back.status()).as(back.text()).isEqualTo(202);
    assertThat(image()).isEqualTo("image-1");
    assertThat(cluster().spec().group("worker").orElseThrow().count()).isEqualTo(2);
    assertThat(cluster().revision().restores()).contains(1);
    JsonNode history = api.get("demo", path + "/revisions").json().get("revisions");
    assertThat(history.at("/0/restores").asInt()).isEqualTo(1);
    assertThat(history.at("/2/changes").asText()).contains("worker with image image-4");
    assertThat(history.at("/3/reached").isNull()).isFalse();
    assertThat(api.get("demo", path + "/operations/r4").json().get("kind").asText())
        .isEqualTo("ROLLBACK");
    assertThat(
            api.get("demo", path + "/revisions/2").json().at("/spec/node_groups/1/image").asText())
        .isEqualTo("image-4");
    assertThat(refused("/rollback", "{\"revision\": 4}", 409)).contains("is the current one");
    assertThat(refused("/rollback", "{\"revision\": 9}", 404)).contains("[1, 2, 3]");
    assertThat(api.post("demo", path + "/rollback", "{\"revision\": 3}").status()).isEqualTo(202);
    assertThat(image()).isEqualTo("image-4");
  }

  @Test
  void aControlPlaneDoesNotGoBackByAMinorVersion() {
    reached();
    api.planned(id);
    ClusterSpec newer = cluster().spec().withKubernetes("1.35.0");
    commit(new ClusterRecord.Revised(new Revision(2, newer, "ann", api.clock.instant())));
    assertThat(api.post("demo", path + "/rollback?dry_run=true", "{\"revision\": 1}").text())
        .as("its machines are of the old minor still")
        .doesNotContain("does not go back");
    Machine old = cluster().firstControlPlane().orElseThrow();
    commit(
        new ClusterRecord.MachineForgotten(old.id(), api.clock.instant()),
        new ClusterRecord.MachinePlanned(upgraded(old)));
    assertThat(refused("/rollback", "{\"revision\": 1}", 409))
        .contains("control-plane-2 runs 1.35.0", "does not go back by a minor version");
  }

  @Test
  void aChangeIsCancelledUntilItIsDone() {
    assertThat(refused("/operations/r1/cancel", "", 409)).contains("delete it instead");
    reached();
    assertThat(refused("/operations/r1/cancel", "", 409)).contains("it is done");
    api.planned(id);
    image("ubuntu-next");
    Answer replaced = api.post("demo", path + "/machines/worker-1/replace", "{\"surge\": true}");
    assertThat(replaced.status()).as(replaced.text()).isEqualTo(202);
    assertThat(machine("worker-1").mark()).contains(Mark.RENEW);
    assertThat(refused("/operations/r2/cancel", "", 409)).contains("operation r3");
    assertThat(api.post("demo", path + "/operations/r3/cancel", "").status()).isEqualTo(202);
    assertThat(image()).isEqualTo("image-1");
    assertThat(machine("worker-1").mark()).as("nobody asks for it any more").isEmpty();
    assertThat(api.post("demo", path + "/operations/r4/retry", "").status()).isEqualTo(202);
    assertThat(refused("/operations/r4/retry", "", 409)).contains("operation r5");
  }

  @Test
  void machinesAreMarkedByName() {
    api.planned(id);
    String name = machine("worker-2").name();
    assertThat(api.post("demo", path + "/machines/" + name + "/protect", "").json().get("mark"))
        .hasToString("\"PROTECT\"");
    assertThat(refused("/machines/worker-2/drain", "", 409)).contains("no Node yet");
    commit(moved("worker-2", MachineState.READY));
    assertThat(refused("/machines/worker-2/drain", "", 409)).contains("mark PROTECT already");
    ok("/machines/worker-2/unprotect", "");
    ok("/machines/worker-2/drain", "");
    assertThat(machine("worker-2").mark()).contains(Mark.DRAIN);
    assertThat(cluster().grants()).containsKey(MachineId.parse("worker-2"));
    ok("/machines/worker-2/undrain", "");
    assertThat(cluster().grants()).isEmpty();
    assertThat(machine("worker-2").mark()).isEmpty();
    assertThat(api.post("demo", path + "/machines/worker-2/replace", "").status()).isEqualTo(202);
    assertThat(machine("worker-2").mark()).contains(Mark.REPLACE);
    commit(moved("worker-2", MachineState.LEAVING));
    assertThat(refused("/machines/worker-2/protect", "", 409)).contains("leaves already");
    assertThat(refused("/machines/nope/protect", "", 404)).contains("nope could not be found");
    commit(moved("control-plane-1", MachineState.READY));
    assertThat(refused("/machines/control-plane-1/drain", "", 409)).contains("control plane");
  }

  @Test
  void aWorkerIsMadeAnewOnItsServerAndThatIsTakenBackUntilItIsEmpty() {
    api.planned(id);
    assertThat(refused("/machines/worker-2/rebuild", "", 409)).contains("no Node now", "replace");
    commit(moved("worker-2", MachineState.READY), moved("control-plane-1", MachineState.READY));
    assertThat(dry("/machines/worker-2/rebuild", "").get("mark").asText()).isEqualTo("REBUILD");
    assertThat(machine("worker-2").mark()).isEmpty();
    ok("/machines/worker-2/rebuild", "");
    assertThat(machine("worker-2").mark()).contains(Mark.REBUILD);
    assertThat(cluster().grants()).containsKey(MachineId.parse("worker-2"));
    ok("/machines/worker-2/undrain", "");
    assertThat(cluster().grants()).isEmpty();
    assertThat(machine("worker-2").mark()).isEmpty();
    ok("/machines/worker-2/protect", "");
    assertThat(refused("/machines/worker-2/rebuild", "", 409)).contains("mark PROTECT already");
    assertThat(refused("/machines/control-plane-1/rebuild", "", 409))
        .contains("control plane", "replace it with surge");
    assertThat(api.post("reader", path + "/machines/worker-1/rebuild", "").status()).isEqualTo(403);
  }

  @Test
  void whatOnlyANewServerCanHaveIsNoRebuild() {
    api.planned(id);
    commit(moved("worker-2", MachineState.READY));
    Answer answer =
        api.send("PATCH", "demo", path + "/nodegroups/worker", "{\"flavor\": \"m1.large\"}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(refused("/machines/worker-2/rebuild", "", 409))
        .contains("flavor m1.large instead of", "only a new server", "replace it");
  }

  @Test
  void whatOnlyWouldBeIsShownWithAllItsChecksAndChangesNothing() {
    api.planned(id);
    commit(moved("worker-2", MachineState.READY), moved("worker-1", MachineState.READY));
    ok("/machines/worker-1/protect", "");
    Cluster before = cluster();
    assertThat(dry("/machines/worker-2/drain", "").get("mark").asText()).isEqualTo("DRAIN");
    assertThat(dry("/machines/worker-2/protect", "").get("mark").asText()).isEqualTo("PROTECT");
    assertThat(dry("/machines/worker-1/unprotect", "").get("mark").isNull()).isTrue();
    assertThat(dry("/machines/worker-1/undrain", "").get("mark").asText()).isEqualTo("PROTECT");
    assertThat(dry("/pause", "{\"reason\": \"x\"}").at("/pause/reason").asText()).contains("x");
    assertThat(dry("/resume", "").get("pause").isNull()).isTrue();
    assertThat(dry("/pace", "{\"max_surge\": 3}").at("/pace/max_surge").asText()).isEqualTo("3");
    assertThat(dry("/machines/worker-2/drain", "").get("warning").asText()).isEqualTo(BUDGET);
    assertThat(dry("/machines/worker-2/replace", "").at("/warnings/0/text").asText())
        .isEqualTo(BUDGET);
    assertThat(cluster()).isEqualTo(before);
    assertThat(refused("/machines/worker-1/drain?dry_run=true", "", 409))
        .contains("mark PROTECT already");
    assertThat(refused("/machines/worker-2/drain?dry_run=perhaps", "", 400)).contains("dry_run");
    assertThat(api.post("reader", path + "/machines/worker-2/drain?dry_run=true", "").status())
        .isEqualTo(403);
    assertThat(cluster()).isEqualTo(before);
  }

  @Test
  void whoInterruptsAMachineThoughABudgetIsAgainstItIsWarned() {
    api.planned(id);
    commit(moved("worker-2", MachineState.READY), moved("worker-1", MachineState.READY));
    ok("/machines/worker-2/drain", "");
    assertThat(api.get("demo", path + "/machines/worker-2").json().get("warning").asText())
        .isEqualTo(BUDGET);
    assertThat(ok("/pause", "").at("/in_flight/0/warning").asText())
        .isEqualTo("worker has 2 machines available, and 2 must stay so");
    assertThat(api.get("demo", path + "/journal").text()).contains(BUDGET);
    ok("/machines/worker-2/undrain", "");
    ok("/resume", "");
    Answer replaced = api.post("demo", path + "/machines/worker-1/replace", "");
    assertThat(replaced.json().at("/warnings/0/path").asText()).isEqualTo("machines.worker-1");
    assertThat(replaced.json().at("/warnings/0/text").asText()).isEqualTo(BUDGET);
  }

  @Test
  void whatCannotBeTriedIsRefusedAndNotDone() {
    String template = api.aTemplate("demo");
    assertThat(delete(path).status()).isEqualTo(400);
    assertThat(delete(path).json().get("detail").asText()).contains("dry_run");
    assertThat(delete("/api/v1/templates/" + template).status()).isEqualTo(400);
    assertThat(api.post("demo", "/api/v1/templates?dry_run=true", "{}").status()).isEqualTo(400);
    assertThat(cluster().deleting()).isFalse();
    assertThat(api.get("demo", "/api/v1/templates/" + template).status()).isEqualTo(200);
  }

  private Answer delete(String what) {
    return api.send("DELETE", "demo", what + "?dry_run=true", "");
  }

  private JsonNode dry(String what, String body) {
    Answer answer = api.post("demo", path + what + "?dry_run=true", body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  @Test
  void anUpgradeNamesAVersionOrAnImage() {
    assertThat(refused("/upgrade", "{}", 400)).contains("kubernetes_version: is missing");
    assertThat(
            refused("/upgrade", "{\"kubernetes_version\": \"1.35.0\", \"node_group\": \"x\"}", 400))
        .contains("node_group: has the Kubernetes of its cluster");
    Answer one =
        api.post(
            "demo", path + "/upgrade", "{\"image\": \"ubuntu-next\", \"node_group\": \"worker\"}");
    assertThat(one.status()).as(one.text()).isEqualTo(202);
    assertThat(image()).isEqualTo("image-4");
    assertThat(refused("/upgrade", "{\"image\": \"nope\", \"node_group\": \"worker\"}", 400))
        .contains("image: the project has no image");
    assertThat(refused("/upgrade", "{\"image\": \"ubuntu\", \"node_group\": \"x\"}", 404))
        .contains("Nodegroup x could not be found");
  }

  private static Machine upgraded(Machine old) {
    Blueprint made = old.blueprint();
    return new Machine(
        new MachineId("control-plane", 2),
        old.role(),
        old.name() + "2",
        MachineState.READY,
        old.since(),
        "",
        old.ports(),
        new Machine.Guest(Machine.Stage.KUBEADM_DONE, old.since(), ""),
        new Blueprint(
            "1.35.0", made.flavor(), made.image(), made.osProfile(), made.volumes(), made.zone()),
        Optional.empty());
  }

  private ClusterRecord moved(String machine, MachineState state) {
    return new ClusterRecord.MachineMoved(
        MachineId.parse(machine), state, "because", api.clock.instant());
  }

  private void reached() {
    commit(
        new ClusterRecord.CreationCompleted(api.clock.instant()),
        new ClusterRecord.RevisionReached(1, api.clock.instant()));
  }

  private void image(String name) {
    Answer answer =
        api.send(
            "PATCH", "demo", path + "/nodegroups/worker", "{\"image\": \"%s\"}".formatted(name));
    assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    assertThat(cluster().revision().pace()).isEqualTo(Pace.DEFAULT);
  }

  private String image() {
    return cluster().spec().group("worker").orElseThrow().image();
  }

  private JsonNode ok(String what, String body) {
    Answer answer = api.post("demo", path + what, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    return answer.json();
  }

  private String refused(String what, String body, int status) {
    Answer answer = api.post("demo", path + what, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(status);
    return answer.json().get("detail").asText();
  }

  private Machine machine(String name) {
    return Optional.ofNullable(cluster().machines().get(MachineId.parse(name))).orElseThrow();
  }

  private Cluster cluster() {
    return api.store.load(new ClusterId(id)).orElseThrow();
  }

  private void commit(ClusterRecord... records) {
    api.store.commit(cluster(), Optional.empty(), List.of(records));
  }
}
