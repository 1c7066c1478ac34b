package io.caisson.service.life;

import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;

/** The API of the one cluster of a life, as its guests make it. */
final class LifeKubernetes implements KubernetesApi {
  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private final TreeSet<String> tokens = new TreeSet<>();
  private boolean up;

  void start() {
    up = true;
  }

  void stop() {
    up = false;
  }

  boolean isUp() {
    return up;
  }

  boolean knows(String tokenId) {
    return up && tokens.contains(tokenId);
  }

  void join(String name, String address, boolean ready) {
    nodes.put(name, new Node(name, "uid-" + name, ready, "v1.34.4", "", List.of(address)));
  }

  @Override
  public boolean ready() {
    return up;
  }

  @Override
  public List<Node> nodes() {
    needUp();
    return new ArrayList<>(nodes.values());
  }

  @Override
  public void putBootstrapToken(BootstrapToken token) {
    needUp();
    tokens.add(token.id());
  }

  @Override
  public void deleteBootstrapToken(String tokenId) {
    needUp();
    tokens.remove(tokenId);
  }

  @Override
  public void grantClusterAdmin(String group) {
    needUp();
  }

  @Override
  public void deleteNode(String name) {
    needUp();
    nodes.remove(name);
  }

  @Override
  public void close() {}

  private void needUp() {
    if (!up) {
      throw new KubernetesException(KubernetesException.Kind.UNREACHABLE, "connection refused");
    }
  }
}
