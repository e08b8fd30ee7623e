"""What customers of Lumen & Thread, an invented online fashion shop, write about.

A scene is one request with the words of several people: what they open with, what the bot and the agents answer, how it ends. Slots in braces
are filled by the generator. Lines were written one by one; none is taken from anywhere.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scene:
    """One kind of request.

    `bot` are answers of the bot that meet the request, `bot_miss` answers that do not; `ask` is what an agent asks first, `solve` how the agent
    solves it, `refuse` how it stays unsolved. `good` and `bad` are this scene's own last words of the customer.
    """

    topic: str
    weight: float
    openings: tuple[str, ...]
    solve: tuple[str, ...]
    bot: tuple[str, ...] = ()
    bot_miss: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    refuse: tuple[str, ...] = ()
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    trouble: float = 0.2
    growth: float = 1.0


SCENES = (
    Scene(
        topic="Where is my order",
        weight=17,
        openings=(
            "Where is my order {order}? It was supposed to be here on {weekday}.",
            "the tracking for {order} hasn't moved since {weekday}, is the parcel lost",
            "I ordered a {item} {days} days ago and still nothing. Can you see where it is?",
            "Could you tell me when my parcel arrives? I need the {item} for a wedding on Saturday.",
            "tracking says out for delivery for the third day in a row lol",
            "My order {order} is marked as delivered but I don't have it and my neighbours don't either.",
            "Has {order} even left your warehouse? The app only says 'preparing'.",
            "Hello, I paid for express and it is now day {days}. What is going on with the delivery?",
            "no parcel, no update, no email. order {order}",
            "When will the second half of my order come? Only the {item} was in the box today.",
        ),
        bot_miss=(
            "Standard delivery takes 3 to 5 working days. You can follow your parcel with the tracking link in your shipping e-mail.",
            "You can find all delivery times on our delivery page. Is there anything else I can help with?",
        ),
        ask=("Could you give me the order number and the postcode, please?", "I'm happy to check. Is the order under this e-mail address?"),
        solve=(
            "I've looked it up: the parcel was scanned in the depot in {city} this morning and is planned for tomorrow before 6 pm.",
            "I can see it here, the carrier had a backlog. It left {city} today and reaches you on {weekday}.",
            "The carrier confirms that it is at the parcel shop around the corner, under your surname. You can pick it up until {weekday}.",
            "I checked with the warehouse, it left today. Your new tracking link is on its way to your e-mail.",
        ),
        refuse=(
            "I'm afraid I can't see more than you do. Please wait another five working days.",
            "We've opened an enquiry with the carrier, that can take up to ten days. We'll get back to you.",
        ),
        good=("found it at the parcel shop, thanks!", "Great, tomorrow works. Thank you for checking."),
        bad=("So I pay for express and get nothing. Last order from me.", "That is the same text the bot gave me."),
        trouble=0.32,
    ),
    Scene(
        topic="Return an item",
        weight=14,
        openings=(
            "How do I send back the {item}? There was no label in the box.",
            "I'd like to return two things from order {order}, where do I get the return label?",
            "return label pdf won't open on my phone",
            "Hi, the {item} is lovely but not for me. What do I have to do to return it?",
            "Can I bring a return to your shop in {city} instead of posting it?",
            "need to send the {item} back, the returns page just shows an error when I press 'create label'",
            "The drop-off point you list is closed. Where can I hand in my return?",
            "I want to start a return for {order} but it was a guest order and I have no login.",
        ),
        bot=(
            "You can create a label under My orders > Return items; guests use the link in the order e-mail. Print it or show the QR code at the counter.",
            "Returns are free for 30 days. Open My orders, choose Return items and pick a drop-off point; you get a QR code at once.",
        ),
        bot_miss=("You can find our return policy here: 30 days, unworn, in the original packaging.",),
        ask=("Sure! Which items of the order would you like to send back?", "Happy to help. Could you tell me the order number, please?"),
        solve=(
            "I've created the return label for order {order} and sent it to your e-mail. Just drop the parcel off, the refund starts once it is scanned.",
            "Done: your QR code is in your inbox, no printer needed. Any parcel shop will take it.",
            "I registered the return for you and the courier picks the parcel up on {weekday} between 9 and 12.",
        ),
        refuse=(
            "The label can only be made in the app, I'm not able to do that from here.",
            "As a guest order it isn't visible to me, please try again later.",
        ),
        good=("Label came straight away, perfect.", "qr code worked, thx"),
        bad=("I asked where the label is, not what your policy says.",),
        trouble=0.22,
    ),
    Scene(
        topic="Refund not received",
        weight=10,
        openings=(
            "I returned a {item} {days} days ago and there's still no refund on my account.",
            "Where is my money? Tracking shows you received the parcel on {weekday}.",
            "refund for {order} pls, been waiting forever",
            "You confirmed my return by e-mail, but the {amount} euros haven't arrived.",
            "I got only part of the refund. The {item} is missing from it.",
            "Second time I'm asking: when do I get the refund for order {order}?",
            "My bank says nobody has sent anything. Can you check the refund, please?",
            "Hi! Just wondering how long refunds take after the parcel is back with you, it's been {days} days",
        ),
        bot_miss=(
            "Refunds are paid within 14 days of your return. Please allow your bank some extra time.",
            "A refund usually takes up to 14 days. Did this answer your question?",
        ),
        ask=("I'm sorry about the wait. Which order is it, and how did you pay?", "Let me look that up. Could I have the order number?"),
        solve=(
            "The parcel had not been booked in. I've started the refund of {amount} euros now, you'll see it in two to three working days.",
            "I found it: the refund went to your gift card balance by mistake. I've moved it to your card today.",
            "I have just released the refund of {amount} euros to the card you paid with and added 5 euros to say sorry.",
        ),
        refuse=(
            "Our finance team has to look at this. They will get back to you in the next days.",
            "I can only see that the return is being processed. Please be patient.",
        ),
        good=("Money is there. Thanks for sorting it.", "ok that explains it, thank you for the quick help"),
        bad=(
            "Third agent, third excuse. I will go through my bank now.",
            "Great. Just great. Another week of waiting then.",
            "So nobody knows where my money is?",
        ),
        trouble=0.45,
        growth=1.9,
    ),
    Scene(
        topic="Size and fit",
        weight=9,
        openings=(
            "Does the {item} run small? I'm usually a {size}.",
            "what size should i get in the {item}, im 178 and normally wear {size}",
            "Is the {item} the same fit as last year's? I'd order {size} again.",
            "How long is the inseam of the {item} in {size}?",
            "I'm between two sizes for the {item}. Which one would you take?",
            "Do you have a size chart in centimetres for the kids' {item}?",
            "are the trousers stretchy or should i size up",
        ),
        bot=(
            "The {item} runs true to size. If you are between two sizes, take the larger one; the chart under Size & fit has all measures in centimetres.",
            "In {size} the {item} is cut a little longer than average. Most customers keep their usual size.",
        ),
        bot_miss=("You can return anything that doesn't fit within 30 days, free of charge.",),
        solve=(
            "I measured one for you: it's a relaxed cut, your usual {size} will fit. If you like it closer, go one down.",
            "That brand runs small, I would take one size up from your {size}.",
        ),
        refuse=("I'm sorry, we don't have the measures of that one.",),
        good=("perfect, ordered!", "Super helpful, thank you."),
        bad=("that doesn't help me choose",),
        trouble=0.1,
    ),
    Scene(
        topic="Change or cancel an order",
        weight=8,
        openings=(
            "I just ordered the wrong size, can you change {order} from {size} to the next one up?",
            "Please cancel my order {order}, I ordered twice by accident.",
            "cancel pls!! wrong address, order from 5 minutes ago",
            "Can I still change the delivery address of {order}? I've moved to {city}.",
            "I need to take the {item} out of my order before it ships.",
            "Is it possible to add a {item} to the order I made this morning?",
            "How long after ordering can I still cancel?",
        ),
        bot=("You can cancel under My orders for 60 minutes after ordering, as long as the order isn't being packed.",),
        bot_miss=("Orders can be cancelled in the app for 60 minutes. After that you can return them free of charge.",),
        ask=("Of course. Is it order {order}?", "Let me see whether it is still open. Which order is it?"),
        solve=(
            "I stopped the order before it was packed and cancelled it. The reservation on your card is released today.",
            "I've changed the address to {city}. You'll get a new confirmation in a minute.",
            "Done, I've swapped the size in the order and it ships tomorrow.",
        ),
        refuse=("It is already with the carrier, so I can't change it any more. You could refuse the parcel at the door.",),
        good=("Phew, thank you!", "that was fast, thanks"),
        bad=("It says 'preparing' in the app and you tell me it has shipped?",),
        trouble=0.25,
    ),
    Scene(
        topic="Damaged or wrong item",
        weight=7,
        openings=(
            "The {item} arrived with a hole in the sleeve. I'm really disappointed.",
            "you sent me the wrong colour, i ordered navy and got green",
            "Box was open and the {item} is missing, the invoice says it's in there.",
            "One of the buttons fell off the first time I wore the {item}.",
            "I received someone else's order, it's addressed to a different person.",
            "The zip on my {item} broke after two weeks. Is that covered?",
            "Photo attached, the seam is completely undone. What now?",
        ),
        bot_miss=("I'm sorry to hear that! You can return any item within 30 days.", "Please describe your problem in a few words."),
        ask=("Oh no, sorry about that! Could you send a photo and the order number?",),
        solve=(
            "Thanks for the photo. I've ordered a replacement free of charge, it leaves the warehouse today. Please keep or donate the faulty one.",
            "I've refunded the full {amount} euros, no need to send anything back.",
            "I'm sending the right colour by express and a courier picks up the wrong one on {weekday}.",
        ),
        refuse=(
            "After 30 days we can't accept this as a fault, I'm sorry. That is our policy.",
            "I'll forward the photo to the quality team, they will contact you.",
        ),
        good=("Wow, I didn't expect that. Thank you so much!", "thanks, replacement arrived today"),
        bad=("So a broken zip after two weeks is my fault? Unbelievable.", "I've been a customer for six years. Not any more."),
        trouble=0.38,
    ),
    Scene(
        topic="Discount codes",
        weight=7,
        openings=(
            "My code {code} doesn't work, it says 'not applicable'.",
            "Can I use two discount codes on one order?",
            "I forgot to enter {code}, can you still take it off?",
            "the newsletter promised 10 % but no code came",
            "Does the student discount also work on sale items?",
            "voucher {code} expired yesterday, any chance?",
            "Why is the discount gone as soon as I add the {item} to my basket?",
        ),
        bot=(
            "One code per order, and sale items are excluded. The code has to be entered before you pay.",
            "The welcome code arrives within an hour, please look in your spam folder too. It works from 50 euros, not on sale items.",
        ),
        bot_miss=("Codes are entered in the basket under 'Add code'.",),
        solve=(
            "I've added the discount by hand, {amount} euros go back to your card.",
            "That brand is excluded from codes, but I've put 10 euros on your account for the next order.",
        ),
        refuse=("The code has expired and I'm not allowed to extend it.", "Codes can't be added afterwards, sorry. That is how the terms are."),
        good=("nice, thank you!!",),
        bad=("Then don't advertise it like that.", "so the terms change when I'm at the till, ok"),
        trouble=0.25,
    ),
    Scene(
        topic="Payment problems",
        weight=6,
        openings=(
            "My card was charged twice for {order}.",
            "payment keeps failing at checkout, tried three cards",
            "I paid by invoice and got a reminder although I paid on {weekday}.",
            "Can I pay the {item} in three instalments?",
            "Which payment methods do you take from Switzerland?",
            "The app crashes when I choose PayPal.",
            "there's a charge of {amount} euros I don't recognise",
        ),
        bot=("You can pay by card, PayPal, invoice or in three instalments from 60 euros. From Switzerland: card, PayPal and TWINT.",),
        bot_miss=("Please check your card details and try again, or use another payment method.",),
        ask=("I'll check that. Could you tell me the date and the amount?",),
        solve=(
            "One of the two was only a reservation, I've released it. It disappears from your statement by {weekday}.",
            "I matched your transfer to the invoice and stopped the reminder. No fee is due.",
            "We had a fault with card payments until noon. It is fixed, the order goes through now.",
        ),
        refuse=(
            "I see no second charge here, please ask your bank.",
            "Our technicians know about the crash in the app. I can't say when it will be fixed.",
        ),
        good=("Works now, thanks.",),
        bad=("Your app eats my money and you send me to my bank?",),
        trouble=0.33,
    ),
    Scene(
        topic="Exchange for another size",
        weight=5,
        openings=(
            "Can I swap the {item} for {size} instead of returning it?",
            "exchange {order}: too small, need {size}",
            "I sent the {item} back for an exchange but got a refund, and now {size} is sold out.",
            "How does an exchange work, do I have to pay shipping again?",
            "Would you hold {size} of the {item} for me until my return is there?",
        ),
        bot=("Choose 'Exchange' instead of 'Refund' in My orders and pick the new size. Shipping is free both ways.",),
        bot_miss=("You can return the item and place a new order.",),
        ask=("Gladly. Which size do you need?",),
        solve=(
            "I've reserved {size} for you and it ships today. Send the other one back within 14 days.",
            "Exchange is set up, the courier brings {size} and takes the old one along.",
        ),
        refuse=("{size} is sold out and I can't see when it comes back.",),
        good=("Brilliant, thanks for holding it.",),
        bad=("So I lost the size because of your mistake.",),
        trouble=0.24,
    ),
    Scene(
        topic="Account and login",
        weight=5,
        openings=(
            "I can't log in, the reset mail never arrives.",
            "how do i change my email address in the account",
            "Please delete my account and all my data.",
            "It says my account is locked after too many attempts.",
            "I have two accounts, can you merge the orders?",
            "How can I stop the newsletter? The unsubscribe link is dead.",
        ),
        bot=(
            "You can change the address under Account > Profile; you'll get a mail to confirm it.",
            "Use 'Forgot password' and look in the spam folder, the mail comes from a no-reply address.",
        ),
        bot_miss=("Please use 'Forgot password' on the login page.",),
        ask=("I can help with that. Which address is the account under?",),
        solve=(
            "I unlocked the account and sent a fresh reset link.",
            "Your account and data are deleted as of today, a confirmation follows.",
            "I've merged the two, all orders are in one place now.",
        ),
        refuse=("For data protection reasons I can't change that from here.",),
        good=("in again, thank you",),
        bad=("I have clicked 'forgot password' ten times. That's why I'm writing!",),
        trouble=0.2,
    ),
    Scene(
        topic="Loyalty points",
        weight=4,
        openings=(
            "How many points do I get per euro?",
            "my points from {order} are missing",
            "Do points expire? I had 800 last year.",
            "I returned one item and you took off all the points.",
            "can i use points and a gift card together",
        ),
        bot=("You collect one point per euro, 100 points are worth 5 euros, and they expire after 24 months without an order.",),
        bot_miss=("Find everything about our club at Account > Points.",),
        ask=("Let me look at your account. Which order is missing?",),
        solve=("I've booked the missing points, your balance is up to date again.", "That was our mistake, the points of the other items are back."),
        refuse=("Expired points can't be brought back, I'm sorry.",),
        good=("cheers!",),
        bad=("Points gone without a warning. Nice club.",),
        trouble=0.2,
        growth=1.5,
    ),
    Scene(
        topic="Gift cards",
        weight=3,
        openings=(
            "The gift card code is scratched off, I can only read half of it.",
            "How do I check the balance of a gift card?",
            "I bought a gift card and the mail never came.",
            "Is a gift card valid in your stores as well?",
        ),
        bot=("Gift cards are valid for three years, online and in stores. Check the balance in the basket under 'Gift card'.",),
        solve=("I found the card by its receipt and sent you the code again.", "I've issued a new card over {amount} euros, the old one is blocked."),
        refuse=("Without the receipt I can't find the card.",),
        good=("got it, thank you",),
        trouble=0.15,
    ),
    Scene(
        topic="Stock and new arrivals",
        weight=3,
        openings=(
            "When will the {item} be back in {size}?",
            "is the {item} coming in other colours",
            "Do you still have the {item} in your {city} store?",
        ),
        bot=("Tap the bell beside the size and you'll get a mail when it is back.",),
        solve=("It's due back in about two weeks. I've put you on the list.", "The store in {city} has two left, I can hold one until {weekday}."),
        refuse=("That one won't come back, sorry.",),
        good=("great, thanks!",),
        trouble=0.12,
    ),
)

SPAM = (
    "Automatic reply: I am out of the office until Monday and will answer your message when I am back.",
    "We offer top ranking SEO packages for your website. Reply for prices.",
    "test test",
    "Undeliverable: your message could not be delivered to one or more recipients.",
    "Thanks!",
    "Sorry, wrong shop, please ignore this.",
)
LINKING = ("Sure, it's {order}.", "{order}", "Order {order}, thanks for checking.", "it's under this mail address, order {order}")
HAPPY = (
    "Thank you so much!",
    "perfect thanks",
    "That solves it, have a nice day!",
    "Brilliant, thanks for the quick help 😊",
    "Ok great, thank you.",
    "thx",
)
NEUTRAL = ("ok", "Alright.", "Ok, noted.", "fine, thanks")
ANGRY = (
    "This is ridiculous.",
    "Honestly the worst service I've had this year.",
    "That doesn't help me at all.",
    "I already told the bot all of this!",
    "So I have to wait again?? Forget it.",
)
REPEAT = (
    "That is not what I asked.",
    "I know the policy. My question was a different one.",
    "You already said that. Can I talk to a person please?",
    "no. person please",
    "Same answer again, that doesn't help.",
)
GREETING = (
    "Hi {agent} here from Lumen & Thread.",
    "Hello, this is {agent}, sorry for the wait.",
    "Hi there, thanks for your message.",
    "Hello and thank you for writing to us.",
)
HANDOVER = ("Handed over to team {team}",)
SLOTS = {
    "item": (
        "linen shirt",
        "wool coat",
        "green dress",
        "denim jacket",
        "running tights",
        "cashmere scarf",
        "ankle boots",
        "rain jacket",
        "pleated skirt",
        "striped jumper",
        "silk blouse",
        "chinos",
    ),
    "size": ("S", "M", "L", "XL", "38", "40", "42"),
    "weekday": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"),
    "city": ("Hamburg", "Leeds", "Utrecht", "Vienna", "Lyon", "Cork"),
    "days": ("6", "8", "9", "12", "15", "18", "21"),
    "amount": ("24.90", "39.95", "59.00", "79.90", "112.50"),
    "code": ("HELLO10", "SPRING15", "THREAD5", "VIP20"),
    "agent": ("Mara", "Jonas", "Priya", "Tom", "Elif"),
}
