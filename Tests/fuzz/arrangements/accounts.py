"""Signing up and in, and what people and admins do with accounts."""

from arrangements import known
from arrangements.scene import NotArranged, Overrides, arrangement
from people import PASSWORD

#: Links are asked for so many at a time: each batch waits once for the worker that writes the mails.
LINKS_AT_A_TIME = 20


@arrangement("register")
def a_new_person(scene):
    contact = scene.random.choice((
        {"email": scene.people.fresh_email()}, {"phone": scene.people.fresh_phone()},
        {"email": scene.people.fresh_email(), "phone": scene.people.fresh_phone()}))
    return Overrides(body={
        "name": scene.random.choice(("Somebody", "ஒருவர்", "<script>")), "password": PASSWORD, **contact,
        "role": scene.random.choice(("customer", "provider")), "language": scene.random.choice(("en", "ta")),
        "consent": {"terms": True, "offers": scene.random.random() < 0.5}})


@arrangement("login")
def right_credentials(scene):
    person = scene.person or scene.people.someone("customer")

    def adopt(response):
        # The session that the request came with has ended with the beginning of the new one.
        if response.status_code == 200:
            person.adopt(response)

    email = person.email.upper() if scene.random.random() < 0.3 else person.email
    return Overrides(body={"email": email, "password": person.password}, then=adopt)


@arrangement("sendLoginCode")
def a_phone_number(scene):
    return Overrides(body={"phone": scene.people.fresh_phone()})


@arrangement("refreshToken")
def the_newest_of_a_chain(scene):
    token = scene.memory.pop("refresh_token", None)
    if token is None:
        person = scene.memory.get("refresher") or scene.people.new("customer")
        scene.memory["refresher"] = person
        credentials = {"email": person.email, "password": person.password}
        token = scene.made("POST", "/api/login", None, json=credentials)["refresh_token"]

    def remember(response):
        if response.status_code == 200:
            scene.memory["refresh_token"] = response.json()["refresh_token"]

    return Overrides(body={"refresh_token": token}, then=remember)


@arrangement("logout", "sendEmailCheck")
def nothing_to_say(scene):
    return Overrides(body=scene.random.choice(({}, None)), query={})


# By mail

def links(scene, kind, ask):
    """The next token that a mail brought; `ask` has mails sent and gives their addresses."""
    waiting = scene.memory.setdefault(kind, [])
    if not waiting:
        addresses = ask()
        tokens = scene.mailbox.tokens(kind, addresses)
        if not tokens:
            raise NotArranged(f"no mail with a link for {kind} came to {addresses[0]}")
        waiting.extend(tokens)
    return waiting.pop()


def accounts_to_mail(scene, prefix):
    """Registered, and not signed in; a link that proves the address is mailed to each."""
    addresses = [scene.people.fresh_email(prefix) for _ in range(LINKS_AT_A_TIME)]
    for email in addresses:
        scene.made("POST", "/api/register", None, json={
            "name": "Reads mails", "email": email, "password": PASSWORD, "role": "customer",
            "consent": {"terms": True}})
    return addresses


@arrangement("forgotPassword")
def somebodys_address(scene):
    return Overrides(body={"email": scene.people.someone("customer").email})


@arrangement("resetPassword")
def a_link_for_a_new_password(scene):
    def ask():
        addresses = scene.memory.get("forgetful") or accounts_to_mail(scene, "forgetful")
        scene.memory["forgetful"] = addresses
        for email in addresses:
            scene.made("POST", "/api/password/forgot", None, json={"email": email})
        return addresses

    return Overrides(body={"token": links(scene, "/password/reset", ask), "password": PASSWORD})


@arrangement("verifyEmail")
def a_link_that_proves_an_address(scene):
    token = links(scene, "/email/verify", lambda: accounts_to_mail(scene, "check"))
    return Overrides(body={"token": token})


# One's own account

@arrangement("changeOwnAccount")
def a_new_name(scene):
    return Overrides(body=scene.random.choice((
        {"name": "Somebody else"}, {"language": "ta"}, {"consent": {"offers": True}}, {},
        {"phone": scene.people.fresh_phone(), "current_password": scene.person.password})))


@arrangement("changePassword")
def the_same_password_again(scene):
    return Overrides(body={"current_password": scene.person.password, "new_password": scene.person.password})


@arrangement("endSession")
def another_session(scene):
    """Begun just to be ended."""
    scene.made("POST", "/api/login", None, json={"email": scene.person.email, "password": scene.person.password})
    sessions = scene.made("GET", "/api/me/sessions", scene.person)["items"]
    return Overrides(path={"id": next(session["id"] for session in sessions if not session["current"])})


@arrangement("eraseOwnAccount")
def the_password(scene):
    return Overrides(body={"current_password": scene.person.password})


# Others' accounts

@arrangement("listUsers")
def some_of_them(scene):
    return Overrides(query={"limit": scene.random.randint(1, 100)})


@arrangement("createUser")
def a_user_of_any_role(scene):
    return Overrides(body={
        "name": "Made by an admin", "email": scene.people.fresh_email(), "password": scene.random.choice((PASSWORD, None)),
        "role": scene.random.choice(("customer", "provider", "dispatcher", "admin"))})


@arrangement("changeUser")
def somebody_to_change(scene):
    made = scene.made("POST", "/api/admin/users", scene.person, json={
        "name": "To be changed", "email": scene.people.fresh_email(), "role": "customer"})
    return Overrides(path={"id": made["id"]}, body=scene.random.choice((
        {"status": "suspended", "reason": scene.random.choice(known.REASONS)}, {"role": "dispatcher"}, {})))
