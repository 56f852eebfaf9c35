"""Money that nobody has claimed: finance and the KAM see it, one claims it by keys."""
from check_lists import played
from check_money import do
from osb_rig import Failed


def check_claim_by_keys(company):
    """What the bank reports without a customer stands in the list Unclaimed; F2 claims it, and it is gone from there;
    a claim that was wrong goes back by the palette."""
    receipt = do(company, "fin.zhao", "receipt.record", amount="88.80", pay_method="TRANSFER",
                 bank_ref="POOL-1", payer="Nobody Known")["made"]["receipt"]
    session = company.rig.session("bai.bcr")

    def waits():
        return [r["no"] for r in session.call("receipt.pool", {"find": "nobody known"})["rows"]]

    played(company, "kam.zhou", 'wait "Reload"\nkeys ^P "Unclaimed" Enter\nwait "Nobody Known"\n'
           'expect "88.80"\n', lambda terminal: None)
    played(company, "bai.bcr", 'wait "Reload"\nkeys ^P "Unclaimed" Enter\nwait "Nobody Known"\n'
           'keys F2\nwait "receipt.claim"\nkeys "C001" F2\nwait "nothing here"\n', lambda terminal: None)
    if waits():
        raise Failed(f"still in the pool: {waits()}")
    played(company, "bai.bcr", f'wait "Reload"\nkeys ^P "Money" Enter\nwait "{receipt}"\nkeys End F10\n'
           'keys "receipt.unclaim" Enter\nwait "claimed wrongly"\nkeys "not his" F2\n'
           'wait "unclaimed: not his"\n', lambda terminal: None)
    if waits() != [receipt]:
        raise Failed(f"not back in the pool: {waits()}")
    do(company, "bai.bcr", "receipt.claim", receipt=receipt, customer="C001")
    session.close()
