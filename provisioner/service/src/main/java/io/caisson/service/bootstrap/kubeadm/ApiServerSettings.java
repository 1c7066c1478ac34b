package io.caisson.service.bootstrap.kubeadm;

import io.caisson.service.bootstrap.Fields;
import io.caisson.service.bootstrap.YamlText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a cluster's API servers do beside their work. The settings are the cluster's, and every
 * member of its control plane needs {@link #files()}.
 *
 * @param audit whether requests are noted, in files on the member
 * @param encryption of Secrets at rest, if asked for
 */
public record ApiServerSettings(boolean audit, Optional<EncryptionKey> encryption) {
  public static final ApiServerSettings PLAIN = new ApiServerSettings(false, Optional.empty());

  private static final String AUDIT_POLICY = "/etc/kubernetes/audit-policy.yaml";
  private static final String AUDIT_LOGS = "/var/log/kubernetes/audit";
  private static final String ENCRYPTION = "/etc/kubernetes/encryption.yaml";

  /** Paths and contents; for root's eyes only. */
  public Map<String, String> files() {
    Map<String, String> files = new LinkedHashMap<>();
    if (audit) {
      files.put(AUDIT_POLICY, YamlText.of(AuditPolicy.document().map()));
    }
    encryption.ifPresent(key -> files.put(ENCRYPTION, YamlText.of(encryption(key).map())));
    return files;
  }

  /**
   * @see <a
   *     href="https://kubernetes.io/docs/reference/command-line-tools-reference/kube-apiserver/">the
   *     API server's arguments</a>
   */
  Map<String, String> arguments() {
    Map<String, String> arguments = new LinkedHashMap<>();
    if (audit) {
      arguments.put("audit-policy-file", AUDIT_POLICY);
      arguments.put("audit-log-path", AUDIT_LOGS + "/audit.log");
      arguments.put("audit-log-maxage", "30");
      arguments.put("audit-log-maxbackup", "10");
      arguments.put("audit-log-maxsize", "100");
    }
    encryption.ifPresent(_ -> arguments.put("encryption-provider-config", ENCRYPTION));
    return arguments;
  }

  List<Fields> volumes() {
    List<Fields> volumes = new ArrayList<>();
    if (audit) {
      volumes.add(
          volume("audit-policy", AUDIT_POLICY).put("readOnly", true).put("pathType", "File"));
      volumes.add(volume("audit-logs", AUDIT_LOGS).put("pathType", "DirectoryOrCreate"));
    }
    encryption.ifPresent(
        _ ->
            volumes.add(
                volume("encryption", ENCRYPTION).put("readOnly", true).put("pathType", "File")));
    return volumes;
  }

  private static Fields volume(String name, String path) {
    return new Fields().put("name", name).put("hostPath", path).put("mountPath", path);
  }

  /** What was written before there was a key can be read still: hence {@code identity}, last. */
  private static Fields encryption(EncryptionKey key) {
    Fields secret = new Fields().put("name", "key1").put("secret", key.base64());
    Fields secretbox =
        new Fields().put("secretbox", new Fields().put("keys", List.of(secret.map())));
    Fields identity = new Fields().put("identity", new Fields());
    Fields resources =
        new Fields()
            .put("resources", List.of("secrets"))
            .put("providers", Fields.list(List.of(secretbox, identity)));
    return new Fields()
        .put("apiVersion", "apiserver.config.k8s.io/v1")
        .put("kind", "EncryptionConfiguration")
        .put("resources", List.of(resources.map()));
  }
}
