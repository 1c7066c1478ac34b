package io.caisson.service.traffic;

import io.caisson.spi.cloud.Cloud;
import io.caisson.spi.cloud.Compute;
import io.caisson.spi.cloud.Facts;
import io.caisson.spi.cloud.LoadBalancers;
import io.caisson.spi.cloud.Network;
import io.caisson.spi.cloud.Server;
import io.caisson.spi.cloud.Topology;
import io.caisson.spi.cloud.Volumes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.function.Supplier;

/** Lists and deletes servers as the test says; whoever asks for anything else fails. */
final class ScriptedCloud implements Cloud {
  Supplier<List<Server>> list;
  Runnable delete = () -> {};
  int asked;

  ScriptedCloud(Supplier<List<Server>> list) {
    this.list = list;
  }

  @Override
  public Compute compute() {
    return port(
        Compute.class,
        (_, method, _) -> {
          asked++;
          return switch (method.getName()) {
            case "servers" -> list.get();
            case "deleteServer" -> run();
            default -> throw new UnsupportedOperationException(method.getName());
          };
        });
  }

  /** What a proxy returns for a method without a result is not looked at. */
  private boolean run() {
    delete.run();
    return true;
  }

  @Override
  public Network network() {
    return nobody(Network.class);
  }

  @Override
  public Topology topology() {
    return nobody(Topology.class);
  }

  @Override
  public Volumes volumes() {
    return nobody(Volumes.class);
  }

  @Override
  public LoadBalancers loadBalancers() {
    return nobody(LoadBalancers.class);
  }

  @Override
  public Facts facts() {
    return nobody(Facts.class);
  }

  private static <T> T nobody(Class<T> port) {
    return port(
        port,
        (_, method, _) -> {
          throw new UnsupportedOperationException(method.getName());
        });
  }

  private static <T> T port(Class<T> port, InvocationHandler answers) {
    return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, answers));
  }

  @Override
  public void close() {}
}
