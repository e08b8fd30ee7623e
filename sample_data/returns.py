"""Scenes after the doorstep: send it back, get the money, another size."""

from __future__ import annotations

from sample_data.scenes import Request, Scene

RETURN = Scene(
    topic="Return an item",
    weight=14,
    requests=(
        Request(
            openings=(
                "How do I send back the {item}? There was no return label in the box.",
                "I'd like to return two things from order {order}, where do I get the return label?",
                "return label pdf won't open on my phone",
                "need to send the {item} back, the returns page just shows an error when I press 'create label'",
                "I have no printer. Is there a way to return the {item} without printing a label?",
                "The QR code for my return has expired before I got round to it. Can I have a new return label?",
                "Threw the box away with the label in it, silly me. How can I return {order} now?",
                "label pls, want to return the {item}",
                "I need one return label for two orders, the page only offers me one each. Can I put both in one parcel?",
            ),
            solve=(
                "I've created the return label for order {order} and sent it to your e-mail. The refund starts once it is scanned.",
                "Done: your return code is in your inbox, no printer needed. Any parcel shop will take it.",
            ),
            refuse=("The return label can only be made in the app, I'm not able to do that from here.",),
            bot=(
                "You can create a label under My orders > Return items; guests use the link in the order e-mail. Print it or show the QR code.",
                "Open My orders, choose Return items and pick a drop-off point; you get a return label and a QR code at once.",
            ),
        ),
        Request(
            openings=(
                "Hi, the {item} is lovely but not for me. What do I have to do to return it?",
                "Is it day 30 from ordering or from delivery for returns? I'd like to send the {item} back.",
                "I've taken the tags off the {item} but not worn it outside. Can I still return it?",
                "My parcel came while I was on holiday and now the return period is over by {days} days. Can I return it anyway?",
                "Do I have to pay for returns? It's the first time I'm sending something back to you.",
                "Bought the {item} in the sale. Are sale items excluded from returns?",
                "Everything I ordered looks different on me than on the model. How does returning work with you?",
            ),
            solve=(
                "Returns are free for 30 days from delivery, sale items included. I've opened the return for you, the label is in your inbox.",
                "No problem, I've extended the return period by two weeks for you. Use the label in your e-mail.",
            ),
            refuse=("The return period is over, so I can't open a return for it.",),
            bot=("Returns are free for 30 days from delivery, sale items included. Open My orders and choose Return items.",),
        ),
        Request(
            openings=(
                "Can I bring a return to your shop in {city} instead of posting it?",
                "The drop-off point you list is closed. Where can I hand in my return?",
                "Could a courier pick up my return? I broke my foot and can't carry the parcel to a drop-off point.",
                "The parcel shop refused to take my return, their scanner didn't know the code.",
                "is there any drop off point for returns near {city}, the map on your site is blank",
            ),
            solve=(
                "I registered the return for you and the courier picks the parcel up on {weekday} between 9 and 12.",
                "Yes, our shop in {city} takes returns, just show the QR code that I've sent you. Every post office takes them too.",
            ),
            refuse=("I don't have a list of drop-off points here, please look at the carrier's website.",),
        ),
        Request(
            openings=(
                "I want to start a return for {order} but it was a guest order and I have no login.",
                "How do I return a present? The order isn't mine, I only have the {item}.",
                "The app says 'no items to return' although {order} came on {weekday}. How do I return them?",
            ),
            solve=(
                "I found the order by its number and started the return. The label went to the address it was ordered with.",
                "I've opened the return from here; you'll get the label by e-mail within minutes.",
            ),
            refuse=("As a guest order it isn't visible to me, please try to return it again later.",),
        ),
    ),
    details=(
        "It's unworn and the tags are on.",
        "I kept the original packaging.",
        "I've never returned anything before.",
        "The return should go out before {weekday}.",
        "It's the {item} in {size}, by the way.",
        "The rest of the order I'll keep.",
        "The colour doesn't suit me at all.",
        "I couldn't find anything about returns on the slip.",
    ),
    miss=("You can find our return policy here: 30 days, unworn, in the original packaging.",),
    ask=("Sure! Which items of the order would you like to send back?", "Happy to help with the return. Could you tell me the order number, please?"),
    good=("Label came straight away, perfect.", "that worked, thx"),
    bad=("I asked how to send it back, not what your policy says.",),
    trouble=0.22,
)

REFUND = Scene(
    topic="Refund not received",
    weight=10,
    requests=(
        Request(
            openings=(
                "I returned a {item} {days} days ago and there's still no refund on my account.",
                "Where is my money? Tracking shows you received the return on {weekday}.",
                "refund for {order} pls, been waiting forever",
                "You confirmed my return by e-mail, but the {amount} euros haven't arrived.",
                "Second time I'm asking: when do I get the refund for order {order}?",
                "My bank says nobody has sent anything. Can you check the refund, please?",
                "Sent everything back {days} days ago. I'd like my money now, I have rent to pay.",
                "Still no refund. You've had the parcel since {weekday} and my statement shows nothing.",
                "Your mail said refund within 14 days. It has been longer, and the money isn't here.",
                "I'm starting to think the refund for my return got forgotten. {amount} euros, order {order}.",
                "not received my refund yet!! how can it be that you take the money in a second and need weeks to give it back",
            ),
            solve=(
                "The parcel had not been booked in. I've started the refund of {amount} euros now, the money is there in two or three working days.",
                "I found it: the refund went to your gift card balance by mistake. I've moved it to your card today.",
                "I have just released the refund of {amount} euros to the card you paid with and added 5 euros to say sorry.",
            ),
            refuse=(
                "Our finance team has to look at this refund. They will get back to you in the next days.",
                "I can only see that the return is being processed. Please be patient.",
            ),
        ),
        Request(
            openings=(
                "I got only part of the refund. The {item} is missing from it.",
                "You refunded {amount} euros but I paid more. Where is the rest of my money?",
                "Shipping was deducted from my refund although returns are supposed to be free.",
                "the refund is too low, you forgot the {item}",
                "Refund came as store credit. I paid by card and want the money back there.",
            ),
            solve=(
                "You're right, one item was not counted. The missing {amount} euros of the refund are on their way to your card.",
                "I've corrected the refund, the rest is with you in two to three working days.",
            ),
            refuse=("The warehouse has to confirm that item before I can refund the rest.",),
        ),
        Request(
            openings=(
                "Hi! Just wondering how long refunds take after the parcel is back with you, it's been {days} days",
                "When should I see the refund on my card, and does it go to the same card?",
                "I paid by invoice and sent it all back, so do I wait for a refund or just not pay?",
                "My card has been replaced since I ordered. Which account will the refund go to?",
            ),
            solve=(
                "I've checked yours: the refund was released today and goes to the card you paid with, usually within three working days.",
                "I've noted the new account, the refund of {amount} euros goes there tonight.",
            ),
            refuse=("I can't see when the refund will be released, I'm sorry.",),
        ),
    ),
    details=(
        "I have the receipt from the post office.",
        "The return tracking says received in {city}.",
        "It's {amount} euros we're talking about.",
        "I paid by card.",
        "My last refund took only three days.",
        "I need that money back this month.",
        "I've checked both my accounts.",
    ),
    miss=(
        "Refunds are paid within 14 days of your return. Please allow your bank some extra time.",
        "A refund usually takes up to 14 days. Did this answer your question?",
    ),
    ask=("I'm sorry about the wait. Which order is it, and how did you pay?", "Let me look that refund up. Could I have the order number?"),
    good=("Money is there. Thanks for sorting it.", "ok that explains it, thank you for the quick help"),
    bad=(
        "Third agent, third excuse. I will go through my bank now.",
        "Great. Just great. Another week of waiting then.",
        "So nobody knows where my money is?",
    ),
    trouble=0.45,
    growth=1.9,
)

EXCHANGE = Scene(
    topic="Exchange for another size",
    weight=5,
    requests=(
        Request(
            openings=(
                "Can I swap the {item} for {size} instead of returning it?",
                "exchange {order}: too small, need {size}",
                "I'd like to exchange the {item}, it's too tight across the shoulders. {size} please.",
                "The {item} is too big. Could I have it in {size} in exchange?",
                "Love it but wrong size. How can I exchange the {item} for {size}?",
                "swap for a bigger size please, {order}",
                "I'd exchange the {item} for another colour, same size. Is that possible too?",
            ),
            solve=(
                "The exchange is set up: I've reserved {size} for you and it ships today. Send the other one back within 14 days.",
                "Your exchange is booked, the courier brings {size} and takes the old one along.",
            ),
            refuse=("{size} is sold out, so I can't exchange it.",),
            bot=("Choose 'Exchange' instead of 'Refund' in My orders and pick the new size. Shipping is free both ways.",),
        ),
        Request(
            openings=(
                "How does an exchange work, do I have to pay shipping again?",
                "If I exchange the {item} and the new size is cheaper by now, do I get the difference?",
                "Do you offer exchanges at all, or do I have to return and order the other size again?",
            ),
            solve=("An exchange is free both ways, and if the price fell you get the difference. I've opened it for you.",),
            refuse=("I can't say how the exchange is priced, please return it and order again.",),
            bot=("An exchange is free both ways: choose 'Exchange' in My orders and pick the new size.",),
        ),
        Request(
            openings=(
                "I sent the {item} back for an exchange but got a refund, and now {size} is sold out.",
                "Would you hold {size} of the {item} for me until my exchange is there?",
                "My exchange from {days} days ago: you have the small one back, and I have no bigger one yet. When will the new size come?",
                "the exchange arrived and it's the SAME size i sent back, i asked for {size}",
            ),
            solve=(
                "I found one {size} in our {city} store and had it sent to you, so the exchange works out.",
                "Sorry, the exchange got stuck. The right size leaves today and you keep the old one if it's with you.",
            ),
            refuse=("{size} is sold out and I can't see when it comes back.",),
        ),
    ),
    details=(
        "Normally I'm a {size}.",
        "One size up would do.",
        "It's for my sister, she is taller than I thought.",
        "Please tell me before the other size sells out.",
        "The tags are still on.",
    ),
    miss=("You can return the item and place a new order.",),
    ask=("Gladly. Which size do you need?",),
    good=("Brilliant, thanks for holding it.",),
    bad=("So I lost the size because of your mistake.",),
    trouble=0.24,
)

RETURNS = (RETURN, REFUND, EXCHANGE)
