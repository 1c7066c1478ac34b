/**
 * How a machine becomes a node: keys and certificates ({@code pki}), kubeadm's documents ({@code
 * kubeadm}), and what a guest is given at and after its creation ({@code guest}).
 */
@NullMarked
package io.caisson.service.bootstrap;

import org.jspecify.annotations.NullMarked;
