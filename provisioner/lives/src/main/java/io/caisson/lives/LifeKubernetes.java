package io.caisson.lives;

import io.caisson.spi.kubernetes.ApiWatch;
import io.caisson.spi.kubernetes.Attachments;
import io.caisson.spi.kubernetes.Budgets;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.NodeLeases;
import io.caisson.spi.kubernetes.SigningRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The API of the one cluster of a life, as its guests make it. */
final class LifeKubernetes implements KubernetesApi {
  private final TreeMap<String, Node> nodes = new TreeMap<>();
  private final TreeSet<String> tokens = new TreeSet<>();
  private final TreeMap<String, SigningRequest> requests = new TreeMap<>();
  private final TreeSet<String> cordoned = new TreeSet<>();
  private final TreeSet<String> outdated = new TreeSet<>();
  private final LifeWorkload pods;
  private final LifeRelease release = new LifeRelease();
  private Consumer<String> whenCordoned = _ -> {};
  private Consumer<String> whenRemoved = _ -> {};
  private Runnable whenChanged = () -> {};
  private boolean approvesJoins = true;
  private boolean podNetwork;
  private boolean started;
  private boolean stopped;
  private BooleanSupplier served = () -> true;

  LifeKubernetes(LifeWorkload pods) {
    this.pods = pods;
  }

  /** Whether something answers at the API's address. */
  void servedIf(BooleanSupplier answers) {
    served = answers;
  }

  /** Who is asked what it means, each time that a Node becomes unschedulable. */
  void whenCordoned(Consumer<String> judge) {
    whenCordoned = judge;
  }

  /** The same, each time that a Node that was there is removed. */
  void whenRemoved(Consumer<String> judge) {
    whenRemoved = judge;
  }

  /** Who listens to what becomes of Nodes and requests. */
  void whenChanged(Runnable told) {
    whenChanged = told;
  }

  /** Whether there is such a Node that is Ready. */
  boolean available(String node) {
    return Optional.ofNullable(nodes.get(node)).filter(Node::ready).isPresent();
  }

  boolean hasNode(String node) {
    return nodes.containsKey(node);
  }

  boolean isCordoned(String node) {
    return cordoned.contains(node);
  }

  /** Nodes that are Ready and take pods. */
  List<String> available() {
    return nodes.values().stream()
        .filter(node -> node.ready() && !cordoned.contains(node.name()))
        .map(Node::name)
        .toList();
  }

  void start() {
    started = true;
    stopped = false;
  }

  void stop() {
    stopped = true;
  }

  boolean isStarted() {
    return started;
  }

  boolean isUp() {
    return started && !stopped && served.getAsBoolean();
  }

  /** What kubelets tell, or what their silence is taken for. */
  void ready(String name, boolean ready) {
    Optional.ofNullable(nodes.get(name))
        .ifPresent(one -> put(new Node(name, one.uid(), ready, "v1.34.4", "", one.addresses())));
    if (!ready) {
      pods.silent(name);
    }
  }

  boolean knows(String tokenId) {
    return isUp() && tokens.contains(tokenId);
  }

  void join(String name, String address, boolean ready) {
    put(new Node(name, "uid-" + name, ready, "v1.34.4", "", List.of(address)));
    if (ready) {
      pods.start(name);
    }
  }

  private void put(Node node) {
    if (!node.equals(nodes.put(node.name(), node))) {
      whenChanged.run();
    }
  }

  @Override
  public boolean ready() {
    return isUp();
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

  /** What a kubelet asks for with its machine's token. */
  void ask(String name, String tokenId, Instant at) {
    ask(
        new SigningRequest(
            ofJoin(name, tokenId),
            SigningRequest.Purpose.CLIENT,
            "system:bootstrap:" + tokenId,
            asked(name, List.of(), "client auth", tokenId),
            !approvesJoins,
            at));
  }

  /** What it asks for as a Node; nothing approves that but Caisson. */
  void askToServe(String name, String address, Instant at) {
    ask(
        new SigningRequest(
            "csr-" + name,
            SigningRequest.Purpose.SERVING,
            "system:node:" + name,
            asked(name, List.of(address), "server auth", name),
            true,
            at));
  }

  private void ask(SigningRequest request) {
    requests.put(request.name(), request);
    if (request.pending()) {
      whenChanged.run();
    }
  }

  /** Kubelets name their requests by their key. */
  private static String ofJoin(String name, String tokenId) {
    return "node-csr-%s-%s".formatted(name, tokenId);
  }

  private static SigningRequest.Asked asked(
      String name, List<String> addresses, String usage, String key) {
    return new SigningRequest.Asked(
        "system:node:" + name,
        List.of("system:nodes"),
        List.of(),
        addresses,
        List.of("digital signature", usage),
        usage + " key of " + key);
  }

  boolean mayJoin(String name, String tokenId) {
    SigningRequest request = requests.get(ofJoin(name, tokenId));
    return isUp() && request != null && !request.pending();
  }

  @Override
  public List<SigningRequest> signingRequests() {
    needUp();
    return new ArrayList<>(requests.values());
  }

  @Override
  public void approve(String name, String reason) {
    needUp();
    SigningRequest one = requests.get(name);
    if (one == null) {
      throw new KubernetesException(KubernetesException.Kind.NOT_FOUND, name + " not found");
    }
    requests.put(
        name,
        new SigningRequest(name, one.purpose(), one.user(), one.asked(), false, one.created()));
  }

  @Override
  public boolean approvesJoins() {
    needUp();
    return approvesJoins;
  }

  @Override
  public void stopApprovingJoins() {
    needUp();
    approvesJoins = false;
  }

  @Override
  public void apply(Map<String, Object> document) {
    needUp();
    podNetwork |= "DaemonSet".equals(document.get("kind"));
  }

  /** Nodes become Ready by it. */
  boolean hasPodNetwork() {
    return podNetwork;
  }

  @Override
  public void cordon(String node) {
    needUp();
    if (!nodes.containsKey(node)) {
      throw new KubernetesException(KubernetesException.Kind.NOT_FOUND, node + " not found");
    }
    if (cordoned.add(node)) {
      pods.takesPods(node, false);
      whenCordoned.accept(node);
    }
  }

  @Override
  public void uncordon(String node) {
    needUp();
    cordoned.remove(node);
    pods.takesPods(node, true);
  }

  @Override
  public void taintOutdated(String node) {
    needUp();
    if (!nodes.containsKey(node)) {
      throw new KubernetesException(KubernetesException.Kind.NOT_FOUND, node + " not found");
    }
    outdated.add(node);
    pods.avoided(node, true);
  }

  @Override
  public void untaintOutdated(String node) {
    needUp();
    outdated.remove(node);
    pods.avoided(node, false);
  }

  /** Nodes that pods are to keep away from. */
  TreeSet<String> outdated() {
    return outdated;
  }

  @Override
  public LifeRelease release() {
    needUp();
    return release;
  }

  /** What machines that join the control plane run, whether the API answers or not. */
  LifeRelease settings() {
    return release;
  }

  @Override
  public LifeWorkload pods() {
    needUp();
    return pods;
  }

  @Override
  public Budgets budgets() {
    needUp();
    return pods;
  }

  /** No node of a life is asked when it was heard of. */
  @Override
  public NodeLeases leases() {
    needUp();
    return List::of;
  }

  @Override
  public Attachments attachments() {
    needUp();
    return pods;
  }

  @Override
  public void deleteNode(String name) {
    needUp();
    if (nodes.remove(name) != null) {
      whenRemoved.accept(name);
      whenChanged.run();
    }
    outdated.remove(name);
    cordoned.remove(name);
    pods.removed(name);
  }

  /** Nobody listens in real time: {@link #whenChanged} tells in virtual time. */
  @Override
  public ApiWatch watch(Runnable changed) {
    throw new KubernetesException(KubernetesException.Kind.NOT_FOUND, "there are no watches");
  }

  @Override
  public void close() {}

  private void needUp() {
    if (!isUp()) {
      throw new KubernetesException(KubernetesException.Kind.UNREACHABLE, "connection refused");
    }
  }
}
