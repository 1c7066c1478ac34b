package io.caisson.service.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.caisson.domain.cluster.Cluster;
import io.caisson.domain.plan.ApiSight;
import io.caisson.domain.plan.Look;
import io.caisson.domain.plan.LookOrder;
import io.caisson.service.store.SampleClusters;
import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ApiLookTest {
  private static final Instant BEGUN = Instant.parse("2026-03-01T12:00:00Z");
  private static final LookOrder ORDER =
      new LookOrder(
          false, false, Set.of(), List.of(), Optional.of("203.0.113.7"), false, List.of());

  private final Cluster cluster = SampleClusters.cluster("project-1");

  @Test
  void questionsToOneThatIsReadyAreAskedSideBySide() throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(3);
    CountDownLatch answers = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.submit(() -> look(Map.of(), () -> meet(asked, answers)));

      boolean together = asked.await(10, TimeUnit.SECONDS);
      answers.countDown();

      assertThat(together).as("none waits for another one's answer").isTrue();
    }
  }

  @Test
  void oneThatIsNotReadyIsAskedNothingElse() {
    AtomicInteger asked = new AtomicInteger();
    assertThat(look(Map.of("ready", () -> false), asked::incrementAndGet))
        .usingRecursiveComparison()
        .isEqualTo(unknown("the API server is not ready"));
    assertThat(asked).hasValue(0);
  }

  @Test
  void oneQuestionWithoutAnAnswerMakesAllUnknown() {
    for (String question : List.of("ready", "nodes", "signingRequests", "approvesJoins")) {
      assertThat(look(Map.of(question, ApiLookTest::silent), () -> {}))
          .as(question)
          .usingRecursiveComparison()
          .isEqualTo(unknown("no answer"));
    }
  }

  @Test
  void allAnswersAreOneSight() {
    assertThat(look(Map.of("approvesJoins", () -> true), () -> {}))
        .usingRecursiveComparison()
        .isEqualTo(
            new ApiSight(Look.seen(cluster.version(), BEGUN, List.of()), List.of(), true)
                .withEtcd(Look.unknown(0, BEGUN, "not asked")));
  }

  private ApiSight unknown(String why) {
    return ApiSight.unknown(cluster.version(), BEGUN, why)
        .withEtcd(Look.unknown(0, BEGUN, "not asked"));
  }

  private static Object silent() {
    throw new KubernetesException(KubernetesException.Kind.UNREACHABLE, "no answer");
  }

  private static void meet(CountDownLatch asked, CountDownLatch answers) {
    asked.countDown();
    try {
      answers.await();
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private ApiSight look(Map<String, Supplier<Object>> answers, Runnable before) {
    Observer observer =
        new Observer(
            port(ClusterAccess.class, method -> outside(method, answers, before)),
            ApiLookTest::together);
    return observer.look(cluster, ORDER, BEGUN).api();
  }

  private static Object outside(
      Method method, Map<String, Supplier<Object>> answers, Runnable before) {
    return method.getReturnType() == Cloud.class
        ? port(Cloud.class, ApiLookTest::nothing)
        : port(KubernetesApi.class, question -> said(question, answers, before));
  }

  private static Object nothing(Method method) {
    return method.getReturnType() == List.class
        ? List.of()
        : port(method.getReturnType(), ApiLookTest::nothing);
  }

  private static Object said(
      Method question, Map<String, Supplier<Object>> answers, Runnable before) {
    if (!question.getName().equals("ready")) {
      before.run();
    }
    return answers
        .getOrDefault(
            question.getName(),
            () ->
                question.getReturnType() == List.class
                    ? List.of()
                    : question.getName().equals("ready"))
        .get();
  }

  private interface Answers {
    Object to(Method method);
  }

  private static <T> T port(Class<T> type, Answers answers) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(), new Class<?>[] {type}, (_, method, _) -> answers.to(method)));
  }

  private static void together(List<Runnable> questions) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      questions.forEach(threads::submit);
    }
  }
}
