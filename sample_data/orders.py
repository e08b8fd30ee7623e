"""Scenes from order to doorstep: where it is, changes, what arrived wrong."""

from __future__ import annotations

from sample_data.scenes import Request, Scene

WHERE_IS_IT = Scene(
    topic="Where is my order",
    weight=17,
    requests=(
        Request(
            openings=(
                "Where is my order {order}? It was supposed to be here on {weekday}.",
                "the tracking for {order} hasn't moved since {weekday}, is the parcel lost",
                "I ordered a {item} {days} days ago and the parcel still hasn't come. Can you see where it is?",
                "Could you tell me when my parcel arrives? I need the {item} for a wedding on Saturday.",
                "tracking says out for delivery for the third day in a row lol",
                "no parcel, no update, no email. order {order}",
                "Your driver apparently has been two streets away since {weekday}. Is my delivery ever going to reach me?",
                "I've refreshed the tracking page so often that I know it by heart. The parcel sits in {city} and nobody moves it.",
                "Order {order} is late. Not a bit late, {days} days late, and the carrier's hotline sends me back to you.",
                "Sorry to bother you, but my delivery seems to be stuck somewhere. It's a birthday present and the birthday is nearly here.",
                "wheres my stuff?? order was meant to come {weekday}",
                "The delivery date in the app jumps one day further every morning. What is the real date for {order}?",
            ),
            solve=(
                "I've looked it up: the parcel was scanned in the depot in {city} this morning and is planned for tomorrow before 6 pm.",
                "I can see it here, the carrier had a backlog. It left {city} today and reaches you on {weekday}.",
                "I called the depot: your parcel had slid behind a roller cage. It is on the van now and comes on {weekday}.",
            ),
            refuse=("I'm afraid I can't see more than you do in the tracking. Please wait another five working days.",),
        ),
        Request(
            openings=(
                "My order {order} is marked as delivered but I don't have it and my neighbours don't either.",
                "Tracking says delivered and signed for. By whom? I was at work and there is no parcel at my door.",
                "the courier took a photo of a door that is not mine and says delivered. where is my parcel now",
                "According to the app my parcel was handed to a neighbour called Weber. Nobody of that name lives in our house.",
                "Delivered on {weekday}, it claims. I've asked the whole building and looked behind the bins, no parcel.",
                "My delivery was left on the doorstep and now it's gone, I think someone stole the parcel.",
            ),
            solve=(
                "The carrier confirms that the parcel is at the shop around the corner, under your surname. You can pick it up until {weekday}.",
                "The driver delivered it at number 14 by mistake and brings the parcel to you tonight.",
                "We count this as lost: I'm sending the same order again today, free of charge, with a signature on delivery.",
            ),
            refuse=("We've opened an enquiry with the carrier, that can take up to ten days. We'll get back to you.",),
        ),
        Request(
            openings=(
                "Has {order} even left your warehouse? The app only says 'preparing'.",
                "Hello, I paid for express and it is now day {days}. What is going on with the delivery?",
                "My order has been 'being packed' since {weekday}. When will it be shipped?",
                "Paid extra for next day delivery. That day was {weekday}. Has it been dispatched or not?",
                "I've had the order confirmation but never a shipping mail, and it's been {days} days. Is {order} going to be sent at all?",
            ),
            solve=(
                "I checked with the warehouse, your order left today. The new tracking link is on its way to your e-mail.",
                "It was held back by a stock check. I've had it packed just now, it ships tonight, and the express fee goes back to you.",
            ),
            refuse=("The warehouse is behind at the moment. I can't tell you a day when it will ship.",),
        ),
        Request(
            openings=(
                "When will the second half of my order come? Only the {item} was in the box today.",
                "I got one parcel of two. Where's the other one with the {item}?",
                "You split my order {order} into two deliveries and the second parcel has vanished from the tracking.",
            ),
            solve=(
                "The second parcel comes from another warehouse, it is on its way and arrives on {weekday}.",
                "I found the other parcel: it was labelled late and leaves {city} tonight.",
            ),
            refuse=("I can only see one parcel for this order, so I have to ask the warehouse first.",),
        ),
    ),
    details=(
        "I've been home all day waiting for the delivery.",
        "The tracking number starts with LX{days}.",
        "My doorbell works, before you ask.",
        "Last time the parcel came within two days.",
        "The courier never rings here.",
        "I'm leaving for {city} on {weekday}, so I'd need to know where it is.",
        "I already asked the carrier and they told me to contact the sender.",
        "It's the {item} in {size}.",
    ),
    miss=(
        "Standard delivery takes 3 to 5 working days. You can follow your parcel with the tracking link in your shipping e-mail.",
        "You can find all delivery times on our delivery page. Is there anything else I can help with?",
    ),
    ask=("Could you give me the order number and the postcode, please?", "I'm happy to check the delivery. Is the order under this e-mail address?"),
    good=("found it at the parcel shop, thanks!", "Great, that works. Thank you for checking."),
    bad=("So I pay for delivery and get nothing. Last order from me.", "That is the same text the bot gave me."),
    trouble=0.32,
)

CHANGE = Scene(
    topic="Change or cancel an order",
    weight=8,
    requests=(
        Request(
            openings=(
                "Please cancel my order {order}, I ordered twice by accident.",
                "cancel pls!! order from 5 minutes ago",
                "How long after ordering can I still cancel?",
                "I pressed buy while my toddler had the phone. Can you cancel {order} before it goes out?",
                "Found the same {item} cheaper in town, so I'd like to cancel my order please.",
                "the cancel button in my orders is grey. i want to cancel {order}",
                "Changed my mind about {order}. What do I have to do to cancel it?",
                "My husband ordered the {item} too, we don't need both. Is it too late to cancel one order?",
            ),
            solve=(
                "I stopped the order before it was packed and cancelled it. The reservation on your card is released today.",
                "Your order is cancelled, you'll get the confirmation by e-mail in a minute.",
            ),
            refuse=("It is already with the carrier, so I can't cancel it any more. You could refuse the parcel at the door.",),
            bot=("You can cancel under My orders for 60 minutes after ordering, as long as the order isn't being packed.",),
        ),
        Request(
            openings=(
                "Can I still change the delivery address of {order}? I've moved to {city}.",
                "wrong address on my order!! i put the old flat, please change it",
                "I forgot the house number in the address for order {order}. Can you add it?",
                "Could you send {order} to my office instead of home? The address would change to {city}.",
                "Autofill used my parents' address. Is there any way to change it before the order ships?",
            ),
            solve=(
                "I've changed the address to {city}. You'll get a new order confirmation in a minute.",
                "The delivery address of your order is corrected, the label gets printed tonight with the new one.",
            ),
            refuse=("The label is printed already, so I can't change the address of this order any more.",),
        ),
        Request(
            openings=(
                "I just ordered the wrong size, can you change {order} from {size} to the next one up?",
                "I need to take the {item} out of my order before it ships.",
                "Is it possible to add a {item} to the order I made this morning?",
                "ordered the wrong colour, can you change it to black in {order} before you pack it",
                "Can you edit my order? I meant one {item}, not two.",
                "Instead of {size} I need the {item} in another size, the order is only an hour old. Can it be changed?",
            ),
            solve=(
                "Done, I've changed the order and it ships tomorrow. The new confirmation is in your inbox.",
                "I caught it in time: the order is changed as you asked, and any difference goes back to your card.",
            ),
            refuse=("Once an order is placed I can't edit what is in it, you would have to cancel and order again.",),
        ),
    ),
    details=(
        "I only noticed when the order confirmation came.",
        "It still says 'preparing' in the app.",
        "I ordered about {days} minutes ago.",
        "Paid with card, if that matters for cancelling.",
        "The app won't let me edit anything.",
        "Sorry for the extra work.",
    ),
    miss=("Orders can be changed in the app for a short time after ordering. After that you can return them free of charge.",),
    ask=("Of course. Is it order {order}?", "Let me see whether the order is still open. Which one is it?"),
    good=("Phew, thank you!", "that was fast, thanks"),
    bad=("It says 'preparing' in the app and you tell me it has shipped?",),
    trouble=0.25,
)

DAMAGED = Scene(
    topic="Damaged or wrong item",
    weight=7,
    requests=(
        Request(
            openings=(
                "The {item} arrived with a hole in the sleeve. I'm really disappointed.",
                "Photo attached, the seam is completely undone. What now?",
                "The {item} came out of the bag with a big stain on the front, and it smells of perfume. This was worn before.",
                "item arrived damaged, there's a tear right under the arm",
                "Unpacked my order and the {item} is damaged, a thread hangs out and the fabric has a hole.",
                "The box was soaked and so was the {item}. The dye has run everywhere, it's ruined.",
            ),
            solve=(
                "Thanks for the photo. I've ordered a replacement free of charge, it leaves the warehouse today. Keep or donate the damaged one.",
                "That must not leave our house. I've refunded the full {amount} euros, no need to send the damaged one back.",
            ),
            refuse=("I'll forward the photo of the damage to the quality team, they will contact you.",),
        ),
        Request(
            openings=(
                "One of the buttons fell off the first time I wore the {item}.",
                "The zip on my {item} broke after two weeks. Is that covered?",
                "After a single wash on cold the {item} has shrunk and the seams are faulty. Is there a warranty?",
                "My {item} is pilling like an old blanket and I've worn it three times. That's a defect, isn't it?",
                "the sole of my boots came off, faulty after {days} days. do you repair or replace",
                "Lining of the {item} is ripped, wore it maybe twice. Poor quality for {amount} euros!",
            ),
            solve=(
                "That is a fault and covered. A replacement is on its way, you needn't send anything back.",
                "I've sent you a voucher for the tailor: have it repaired and we pay the bill.",
            ),
            refuse=("After 30 days we can't accept this as a fault, I'm sorry. That is our policy.",),
        ),
        Request(
            openings=(
                "you sent me the wrong colour, i ordered navy and got green",
                "Box was open and the {item} is missing, the invoice says it's in there.",
                "I received someone else's order, it's addressed to a different person.",
                "There's a {item} in my parcel that I never ordered, and mine is missing. Wrong item!",
                "I ordered two and received one. One item is missing from the box.",
                "The label says {size}, the {item} inside is a children's size. You packed the wrong one.",
                "got sent the wrong item again, second time this year",
            ),
            solve=(
                "I'm sending the right one by express and a courier picks up the wrong item on {weekday}.",
                "Sorry for the mix-up in our warehouse. What was missing ships today, free of charge.",
            ),
            refuse=("I have to wait for the stock count of the warehouse before I can send the right item.",),
        ),
    ),
    details=(
        "I can send photos.",
        "It was a present, so this is embarrassing.",
        "I'd rather have a replacement than my money.",
        "The packaging looked fine from outside.",
        "I haven't even worn it.",
        "For {amount} euros I expect better quality.",
    ),
    miss=("I'm sorry to hear that! You can return any item within 30 days.", "Please describe your problem in a few words."),
    ask=("Oh no, sorry about that! Could you send a photo and the order number?",),
    good=("Wow, I didn't expect that. Thank you so much!", "thanks, replacement arrived today"),
    bad=("So that is my fault? Unbelievable.", "I've been a customer for six years. Not any more."),
    trouble=0.38,
)

STOCK = Scene(
    topic="Stock and new arrivals",
    weight=3,
    requests=(
        Request(
            openings=(
                "When will the {item} be back in {size}?",
                "the {item} is sold out in {size} everywhere, will you restock",
                "Is there a waiting list for the {item}? It's out of stock in my size.",
                "I had the {item} in my basket and now it's sold out. Any chance it comes back in stock?",
                "is the {item} coming in other colours",
                "Will there be new colours of the {item} in the autumn collection?",
            ),
            solve=(
                "It's due back in stock in about two weeks. I've put you on the list.",
                "More colours arrive next month, {size} is among the sizes we restock. I've set a reminder for you.",
            ),
            refuse=("That one won't come back into stock, sorry.",),
            bot=("Tap the bell beside the size and you'll get a mail when it is back in stock.",),
        ),
        Request(
            openings=(
                "Do you still have the {item} in your {city} store?",
                "Could you check whether the shop in {city} has the {item} in {size} in stock?",
                "before i drive to {city}: is the {item} available in the store there",
            ),
            solve=("The store in {city} has two left in stock, I can hold one until {weekday}.",),
            refuse=("I can't see the stock of the stores from here.",),
        ),
    ),
    details=(
        "I've wanted it since spring.",
        "Black would be best.",
        "I'd buy two if you had them in stock.",
        "The website says 'currently not available'.",
    ),
    good=("great, thanks!",),
    trouble=0.12,
)

ORDERS = (WHERE_IS_IT, CHANGE, DAMAGED, STOCK)
