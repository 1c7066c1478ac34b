package io.caisson.contract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.caisson.spi.kubernetes.KubernetesApi;
import io.caisson.spi.kubernetes.KubernetesException;
import io.caisson.spi.kubernetes.KubernetesException.Kind;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Manifests through our ports: the fields come out the same with server-side apply or without. */
public interface ManifestPortsContract extends PortsUnderTest {
  @Test
  default void whatIsNotThereIsMade(Bench bench) {
    apply(bench, configMap(bench, "{a: '1'}"));

    assertThat(data(bench)).isEqualTo(Doc.of("{a: '1'}"));
  }

  @Test
  default void whatIsThereGetsTheDocumentsFields(Bench bench) {
    bench
        .admin()
        .post(bench.core("configmaps"), Doc.of("{metadata: {name: c}, data: {a: '0', b: '2'}}"))
        .expect(201);

    apply(bench, configMap(bench, "{a: '1'}"));

    assertThat(data(bench)).as("others' fields stay").isEqualTo(Doc.of("{a: '1', b: '2'}"));
  }

  @Test
  default void theSameAgainChangesNothing(Bench bench) {
    JsonNode daemon =
        Doc.of(
            "{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: d, namespace: %s}, spec:"
                + " {selector: {matchLabels: {app: d}}, template: %s}}",
            bench.namespace(), bench.template("d", "ready"));
    apply(bench, daemon);
    apply(bench, daemon);

    Answer made = bench.admin().get(bench.in("apps/v1", "daemonsets/d")).expect(200);
    assertThat(made.at("/metadata/generation").asInt()).isEqualTo(1);
  }

  @Test
  default void whatIsOutsideOfNamespacesIsMadeToo(Bench bench) {
    String name = bench.unique("role");
    bench.goes("/apis/rbac.authorization.k8s.io/v1/clusterroles/" + name);

    apply(
        bench,
        Doc.of(
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: %s},"
                + " rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}",
            name));

    bench.admin().get("/apis/rbac.authorization.k8s.io/v1/clusterroles/" + name).expect(200);
  }

  @Test
  default void anInvalidDocumentIsRefused(Bench bench) {
    KubernetesApi api = api(bench);
    Map<String, Object> wrong =
        map(
            Doc.of(
                "{apiVersion: v1, kind: ConfigMap, metadata: {name: Not_A_Name, namespace: %s}}",
                bench.namespace()));

    assertThatExceptionOfType(KubernetesException.class)
        .isThrownBy(() -> api.apply(wrong))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.INVALID));
  }

  private static JsonNode configMap(Bench bench, String data) {
    return Doc.of(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: c, namespace: %s}, data: %s}",
        bench.namespace(), data);
  }

  private static JsonNode data(Bench bench) {
    return bench.admin().get(bench.core("configmaps/c")).expect(200).at("/data");
  }

  private void apply(Bench bench, JsonNode document) {
    api(bench).apply(map(document));
  }

  private static Map<String, Object> map(JsonNode document) {
    return Doc.JSON.convertValue(document, new TypeReference<>() {});
  }
}
