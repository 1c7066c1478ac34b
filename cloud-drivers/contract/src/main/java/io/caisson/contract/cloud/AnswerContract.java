package io.caisson.contract.cloud;

/** What a cloud's answers are worth, and what is left to know when there is none. */
public interface AnswerContract
    extends FactsContract,
        QuotaContract,
        ListContract,
        InDoubtContract,
        UnknownContract,
        CredentialContract,
        IdentityContract {}
