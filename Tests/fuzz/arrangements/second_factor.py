"""Accounts of their own whose second factor goes round: none, begun, in force, none."""

from arrangements.scene import Overrides, arrangement
from totp import code


class Holder:
    """An account and how its second factor stands."""

    def __init__(self, person):
        self.person = person
        self.secret = None
        #: None while the factor isn't in force.
        self.recovery_codes = None

    def begin(self, scene):
        body = {"password": self.person.password}
        self.secret = scene.made("POST", "/api/me/second-factor", self.person, json=body)["secret"]

    def put_in_force(self, scene):
        if self.secret is None:
            self.begin(scene)
        body = {"otp": code(self.secret)}
        reply = scene.made("POST", "/api/me/second-factor/confirm", self.person, json=body)
        self.recovery_codes = reply["recovery_codes"]

    def remove(self, scene):
        scene.made("DELETE", "/api/me/second-factor", self.person, status=(204,), json=self.proof())

    def proof(self):
        return {"password": self.person.password, "otp": self.recovery_codes.pop()}


def taken(scene, role, in_force):
    """The role's holder in the wanted state, taken out of the memory: `kept` puts it back when all went well."""
    holder = scene.memory.pop(("holder", role), None) or Holder(scene.people.new(role))
    if in_force and not holder.recovery_codes:
        holder.put_in_force(scene)
    elif not in_force and holder.recovery_codes is not None:
        # Rather than taking it away in two steps: somebody new.
        holder = Holder(scene.people.new(role))
    return holder


def kept(scene, role, holder, status, change):
    """For `then`: after the expected answer, the holder as `change` leaves it."""
    def then(response):
        if response.status_code == status:
            change(response)
            scene.memory[("holder", role)] = holder
    return then


def nothing(_response):
    pass


@arrangement("getSecondFactor")
def with_and_without(scene):
    holder = taken(scene, scene.role, in_force=scene.random.random() < 0.5)
    return Overrides(person=holder.person, query={}, then=kept(scene, scene.role, holder, 200, nothing))


@arrangement("startSecondFactor")
def nobody_has_begun(scene):
    holder = taken(scene, scene.role, in_force=False)

    def change(response):
        holder.secret = response.json()["secret"]

    return Overrides(
        person=holder.person, body={"password": holder.person.password},
        then=kept(scene, scene.role, holder, 201, change))


@arrangement("confirmSecondFactor")
def the_apps_code(scene):
    holder = taken(scene, scene.role, in_force=False)
    if holder.secret is None:
        holder.begin(scene)

    def change(response):
        holder.recovery_codes = response.json()["recovery_codes"]

    return Overrides(
        person=holder.person, body={"otp": code(holder.secret)}, then=kept(scene, scene.role, holder, 200, change))


@arrangement("renewRecoveryCodes")
def both_proofs(scene):
    holder = taken(scene, scene.role, in_force=True)

    def change(response):
        holder.recovery_codes = response.json()["recovery_codes"]

    return Overrides(person=holder.person, body=holder.proof(), then=kept(scene, scene.role, holder, 201, change))


def forgotten(holder):
    def change(_response):
        holder.secret = holder.recovery_codes = None
    return change


@arrangement("removeSecondFactor")
def both_proofs_once_more(scene):
    holder = taken(scene, scene.role, in_force=True)
    return Overrides(
        person=holder.person, body=holder.proof(), then=kept(scene, scene.role, holder, 204, forgotten(holder)))


@arrangement("removeSecondFactorOfUser")
def somebody_who_lost_it(scene):
    holder = taken(scene, "customer", in_force=True)
    # All their sessions end with it; `made` signs them in again.
    return Overrides(
        path={"id": holder.person.id}, query={}, then=kept(scene, "customer", holder, 204, forgotten(holder)))
