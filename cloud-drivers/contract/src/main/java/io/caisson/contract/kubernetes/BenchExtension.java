package io.caisson.contract.kubernetes;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each case its {@link Bench}, and cleans up after it. */
final class BenchExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Namespace OURS = Namespace.create(BenchExtension.class);

  @Override
  public void beforeEach(ExtensionContext context) {
    context.getStore(OURS).put(Bench.class, new Bench(suite(context), name(context)));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    context.getStore(OURS).remove(Bench.class, Bench.class).close();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Bench.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context.getStore(OURS).get(Bench.class, Bench.class);
  }

  private static String name(ExtensionContext context) {
    String method = context.getRequiredTestMethod().getName();
    String shown = context.getDisplayName();
    return shown.startsWith(method) ? method : method + " " + shown;
  }

  private static Suite suite(ExtensionContext context) {
    Store store = context.getRoot().getStore(OURS);
    return store.getOrComputeIfAbsent(
        context.getRequiredTestClass(),
        _ -> new Suite(((UnderTest) context.getRequiredTestInstance()).cluster()),
        Suite.class);
  }
}
