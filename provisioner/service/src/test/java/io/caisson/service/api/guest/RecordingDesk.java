package io.caisson.service.api.guest;

import io.caisson.service.bootstrap.guest.BundleAccess;
import io.caisson.service.bootstrap.guest.BundleAccess.Verdict;
import io.caisson.service.bootstrap.guest.MachineSecret;
import io.caisson.service.bootstrap.guest.SecretDigest;
import io.caisson.service.bootstrap.guest.Stage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A desk with one machine, the real rules, and a clock that is set by hand. */
final class RecordingDesk implements GuestDesk {
  static final String MACHINE = "machine-1";

  record Ping(Stage stage, String text) {}

  private final List<Ping> pings = new ArrayList<>();
  private final List<Verdict.Reason> alarms = new ArrayList<>();
  private BundleAccess access;
  private Optional<byte[]> tar = Optional.empty();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private int fetches;
  private int answersUntilMinted = Integer.MAX_VALUE;

  RecordingDesk(MachineSecret secret) {
    access = BundleAccess.to(secret);
  }

  synchronized void mint(byte[] bundle) {
    mintAfter(0, bundle);
  }

  /** The first so many fetches find nothing yet. */
  synchronized void mintAfter(int answers, byte[] bundle) {
    tar = Optional.of(bundle);
    answersUntilMinted = answers;
  }

  synchronized void setClock(Instant instant) {
    now = instant;
  }

  synchronized Instant clock() {
    return now;
  }

  synchronized List<Ping> pings() {
    return List.copyOf(pings);
  }

  synchronized List<Stage> stages() {
    return pings.stream().map(Ping::stage).toList();
  }

  synchronized List<Verdict.Reason> alarms() {
    return List.copyOf(alarms);
  }

  @Override
  public synchronized GuestAnswer bundle(String machine, String secret) {
    boolean minted = tar.isPresent() && fetches++ >= answersUntilMinted;
    return switch (of(machine).fetch(secret, minted, now)) {
      case Verdict.Refused() -> new GuestAnswer.Refused();
      case Verdict.Wait(var after) -> new GuestAnswer.AskAgain(after);
      case Verdict.HandOut(var after) -> {
        access = after;
        byte[] bytes = tar.orElseThrow();
        yield new GuestAnswer.HandedOut(Arrays.copyOf(bytes, bytes.length));
      }
      case Verdict.Spent(var reason) -> {
        alarms.add(reason);
        yield new GuestAnswer.Spent();
      }
    };
  }

  @Override
  public synchronized GuestAnswer ping(String machine, String secret, Stage stage, String text) {
    if (!of(machine).admits(secret)) {
      return new GuestAnswer.Refused();
    }
    pings.add(new Ping(stage, text));
    if (stage == Stage.BUNDLE_RECEIVED) {
      access = access.acknowledge(now);
    }
    return new GuestAnswer.Taken();
  }

  private BundleAccess of(String machine) {
    return machine.equals(MACHINE)
        ? access
        : new BundleAccess(SecretDigest.NOBODY, Optional.empty(), Optional.empty());
  }
}
