package io.caisson.lives;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Machine.Stage;
import io.caisson.domain.cluster.Pace;
import io.caisson.domain.cluster.Role;
import io.caisson.domain.cluster.Share;
import io.caisson.domain.operation.ClusterStatus.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Whole roll-outs, event by event, held to what was written down of them in {@code
 * src/test/resources/rolls} and read by eye; {@code -Dtranscripts=write} writes them anew. What to
 * look for there is told in that folder's README.
 */
class RollTranscriptsTest {
  private static final Path FOLDER = Path.of("src/test/resources/rolls");

  /** In which order calls are answered. */
  enum Answers {
    FIXED,
    DRAWN;

    Constitution.Rhythm rhythm() {
      return this == FIXED ? Constitution.Rhythm.FIXED : Constitution.Rhythm.drawn(7);
    }
  }

  @ParameterizedTest
  @EnumSource
  void surge1(Answers answers) throws IOException {
    plain("surge-1", new Pace(1, 0), answers);
  }

  @ParameterizedTest
  @EnumSource
  void surge2(Answers answers) throws IOException {
    plain("surge-2", new Pace(2, 0), answers);
  }

  @ParameterizedTest
  @EnumSource
  void unavailable1(Answers answers) throws IOException {
    plain("unavailable-1", new Pace(0, 1), answers);
  }

  @ParameterizedTest
  @EnumSource
  void quarters(Answers answers) throws IOException {
    plain("quarters", new Pace(Share.parse("25%"), Share.parse("25%")), answers);
  }

  @ParameterizedTest
  @EnumSource
  void surge3Unavailable1(Answers answers) throws IOException {
    plain("surge-3-unavailable-1", new Pace(3, 1), answers);
  }

  /** Four workers with eight pods, two of which may be missing. */
  private static void plain(String name, Pace pace, Answers answers) throws IOException {
    Patient one = new Patient(served(4, 8, 6).with(answers.rhythm()));
    RollTranscript written = begun(one, name, pace);
    one.untilEnd();
    judged(name, answers, written, pace, 4, 6);
  }

  @ParameterizedTest
  @EnumSource
  void zones(Answers answers) throws IOException {
    Patient one = new Patient(served(4, 8, 6).in("zone-a", "zone-b").with(answers.rhythm()));
    RollTranscript written = begun(one, "two zones", Pace.DEFAULT);
    one.untilEnd();
    judged("zones", answers, written, Pace.DEFAULT, 4, 6);
  }

  @Test
  void budgetThatBlocksAndGivesWay() throws IOException {
    Patient one = new Patient(served(3, 6, 6).with(Answers.FIXED.rhythm()));
    RollTranscript written = begun(one, "a budget that wants all its pods", Pace.DEFAULT);
    one.pass(Duration.ofMinutes(3));
    written.say("the budget wants 5 of 6");
    ((Replicas) one.workload).budget(5);
    one.untilEnd();
    judged("budget-gives-way", Answers.FIXED, written, Pace.DEFAULT, 3, 5);
  }

  @Test
  void newMachineThatFails() throws IOException {
    Patient one = new Patient(served(3, 6, 5).with(Answers.FIXED.rhythm()));
    one.guest("worker-4", id -> one.tell(id, Stage.FAILED, "kubelet does not start"));
    RollTranscript written = begun(one, "the first new machine fails", Pace.DEFAULT);
    one.until(ill -> ill.status() == State.UPDATE_FAILED);
    one.pass(Duration.ofMinutes(10));
    written.say("the user asks for the same once more");
    one.roll("worker", one.group("worker").image(), Pace.DEFAULT);
    one.untilEnd();
    judged("new-machine-fails", Answers.FIXED, written, Pace.DEFAULT, 3, 5);
  }

  @Test
  void rollbackInTheMiddle() throws IOException {
    Patient one = new Patient(served(4, 8, 6).with(Answers.FIXED.rhythm()));
    RollTranscript written = begun(one, "a rollback in the middle", Pace.DEFAULT);
    one.until(ill -> ill.state("worker-6").isPresent());
    written.say("rolled back");
    one.rollBack();
    one.untilEnd();
    judged("rollback", Answers.FIXED, written, Pace.DEFAULT, 4, 6);
  }

  @Test
  void pauseAndResume() throws IOException {
    Patient one = new Patient(served(4, 8, 6).with(Answers.FIXED.rhythm()));
    Pace pace = new Pace(2, 0);
    RollTranscript written = begun(one, "paused and resumed", pace);
    one.until(ill -> ill.cluster().grants().size() == 2);
    written.say("paused");
    one.pause();
    one.pass(Duration.ofMinutes(5));
    written.say("resumed");
    one.resume();
    one.untilEnd();
    judged("pause", Answers.FIXED, written, pace, 4, 6);
  }

  @ParameterizedTest
  @EnumSource
  void controlPlaneOfThree(Answers answers) throws IOException {
    Patient one = new Patient(Constitution.of(3, 0).with(answers.rhythm()));
    one.untilEnd();
    RollTranscript written = new RollTranscript(one, Role.CONTROL_PLANE, "a control plane of 3");
    one.roll("control-plane", one.otherImage(), Pace.DEFAULT);
    one.untilEnd();
    judged("control-plane", answers, written, Pace.DEFAULT, 3, 0);
  }

  private static RollTranscript begun(Patient one, String title, Pace pace) {
    one.untilEnd();
    one.pass(Duration.ofSeconds(10));
    RollTranscript written = new RollTranscript(one, Role.WORKER, title);
    one.roll("worker", one.otherImage(), pace);
    return written;
  }

  private static Constitution served(int workers, int pods, int needed) {
    return Constitution.of(1, workers)
        .with((timeline, random) -> new Replicas(timeline, workers, pods, needed));
  }

  private static void judged(
      String name, Answers answers, RollTranscript written, Pace pace, int desired, int pods)
      throws IOException {
    String text = written.end(pace, desired);
    assertThat(written.mostServers()).as(text).isLessThanOrEqualTo(desired + pace.surge(desired));
    assertThat(written.fewestAvailable())
        .as(text)
        .isGreaterThanOrEqualTo(desired - pace.unavailable(desired));
    assertThat(written.fewestHealthy()).as(text).isGreaterThanOrEqualTo(pods);
    Path file =
        FOLDER.resolve(
            "%s-%s.txt".formatted(name, answers.name().toLowerCase(java.util.Locale.ROOT)));
    if (Optional.ofNullable(System.getProperty("transcripts"))
        .filter("write"::equals)
        .isPresent()) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, text);
    }
    assertThat(Files.readString(file))
        .as("%s; -Dtranscripts=write writes it, and the difference is to be read", file)
        .isEqualTo(text);
  }
}
