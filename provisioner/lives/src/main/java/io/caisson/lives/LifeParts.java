package io.caisson.lives;

import io.caisson.domain.cluster.ClusterId;
import io.caisson.domain.plan.Policy;
import io.caisson.service.store.ClusterStore;
import io.caisson.simulator.model.Timeline;
import java.util.random.RandomGenerator;

/** What the parts of a life share. */
record LifeParts(
    Timeline timeline,
    RandomGenerator random,
    Weather weather,
    Hits hits,
    Rules rules,
    ClusterStore store,
    ClusterId cluster,
    Policy policy) {}
