package io.caisson.openstack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.caisson.openstack.wire.Deadline;
import io.caisson.spi.cloud.CloudException;
import io.caisson.spi.cloud.CloudFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class TokenHolderTest {
  private final SteppingClock clock = new SteppingClock();
  private final AtomicInteger issued = new AtomicInteger();
  private final TokenHolder holder = new TokenHolder(_ -> token(), clock);

  private Token token() {
    return new Token(
        "t" + issued.incrementAndGet(),
        new Token.Holder("user", "project"),
        new Catalogue(List.of()),
        Token.renewFrom(clock.instant(), Duration.ofHours(1)));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(20));
  }

  @Test
  void aFreshTokenIsUsedAgain() {
    assertThat(holder.current(soon())).isSameAs(holder.current(soon()));
    assertThat(issued).hasValue(1);
  }

  @Test
  void aTokenIsRenewedFiveMinutesBeforeItsEnd() {
    holder.current(soon());
    clock.pass(Duration.ofMinutes(54));
    assertThat(holder.current(soon()).id()).isEqualTo("t1");
    clock.pass(Duration.ofMinutes(1));
    assertThat(holder.current(soon()).id()).isEqualTo("t2");
  }

  @Test
  void aShortTokenIsRenewedInItsLastQuarter() {
    assertThat(Token.renewFrom(clock.instant(), Duration.ofSeconds(40)))
        .isEqualTo(clock.instant().plusSeconds(30));
  }

  @Test
  void manyWhoseTokenWasRefusedRenewItOnce() throws Exception {
    Token refused = holder.current(soon());
    List<Token> all = together(50, () -> holder.insteadOf(refused, soon()));
    assertThat(all).hasSize(50).allMatch(token -> token.id().equals("t2"));
    assertThat(issued).hasValue(2);
  }

  @Test
  void whoWaitsForARenewalSharesItsFailure() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    CountDownLatch waiting = new CountDownLatch(1);
    TokenHolder down =
        new TokenHolder(
            _ -> {
              asked.incrementAndGet();
              await(waiting);
              throw new CloudException(new CloudFault.Broken(503, "resting"));
            },
            clock);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Token>> calls = new ArrayList<>();
      List<Thread> callers = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 10; i++) {
        calls.add(
            threads.submit(
                () -> {
                  callers.add(Thread.currentThread());
                  return down.current(soon());
                }));
      }
      Awaitility.await()
          .until(
              () ->
                  callers.size() == 10
                      && callers.stream()
                          .allMatch(
                              t ->
                                  t.getState() == Thread.State.WAITING
                                      || t.getState() == Thread.State.TIMED_WAITING));
      waiting.countDown();
      for (Future<Token> call : calls) {
        assertThatThrownBy(call::get).isInstanceOf(ExecutionException.class);
      }
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void afterAFailureTheNextCallAsksAgain() {
    AtomicInteger asked = new AtomicInteger();
    TokenHolder flaky =
        new TokenHolder(
            _ -> {
              if (asked.incrementAndGet() == 1) {
                throw new CloudException(new CloudFault.Broken(503, "resting"));
              }
              return token();
            },
            clock);
    assertThatThrownBy(() -> flaky.current(soon())).isInstanceOf(CloudException.class);
    assertThat(flaky.current(soon()).id()).isEqualTo("t1");
  }

  @Test
  void nobodyWaitsForARenewalLongerThanItsOwnDeadline() throws Exception {
    CountDownLatch renewing = new CountDownLatch(1);
    CountDownLatch end = new CountDownLatch(1);
    TokenHolder slow =
        new TokenHolder(
            _ -> {
              renewing.countDown();
              await(end);
              return token();
            },
            clock);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Token> first = threads.submit(() -> slow.current(soon()));
      await(renewing);
      assertThatThrownBy(() -> slow.current(Deadline.in(Duration.ofMillis(50))))
          .isInstanceOfSatisfying(
              CloudException.class,
              e ->
                  assertThat(e.fault())
                      .isInstanceOfSatisfying(
                          CloudFault.Unreachable.class, u -> assertThat(u.sent()).isFalse()));
      end.countDown();
      assertThat(first.get().id()).isEqualTo("t1");
    }
  }

  @Test
  void aTokensTextFormDoesNotTellIt() {
    assertThat(
            new Token(
                "geheim", new Token.Holder("u", "p"), new Catalogue(List.of()), clock.instant()))
        .asString()
        .doesNotContain("geheim");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static <T> List<T> together(int count, Supplier<T> call) throws Exception {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<T>> calls = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        calls.add(threads.submit(call::get));
      }
      List<T> results = new ArrayList<>();
      for (Future<T> one : calls) {
        results.add(one.get());
      }
      return results;
    }
  }
}
