package io.caisson.contract.cloud;

/** All cases that a cloud adapter and its cloud must pass together. */
public interface CloudContract extends ResourceContract, AnswerContract {}
