package io.caisson.service.workload;

import io.caisson.spi.kubernetes.EtcdMembers;
import io.caisson.spi.kubernetes.KubernetesApi;

/** The ways into one cluster; etcd is reached through the API. */
public record ClusterLines(KubernetesApi api, EtcdMembers etcd) {}
