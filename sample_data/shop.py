"""Scenes before and beside the order: sizes, discounts, payment, account, points, gift cards."""

from __future__ import annotations

from sample_data.scenes import Request, Scene

SIZES = Scene(
    topic="Size and fit",
    weight=9,
    requests=(
        Request(
            openings=(
                "Does the {item} run small? I'm usually a {size}.",
                "what size should i get in the {item}, im 178 and normally wear {size}",
                "I'm between two sizes for the {item}. Which one would you take?",
                "are the {item} stretchy or should i size up",
                "With other brands I'm a {size}, with you I never know. What size do you recommend for the {item}?",
                "I'm pregnant and need the {item} to fit for a while yet. Two sizes up or one?",
                "My shoulders are broad and my waist isn't. Would {size} fit in the {item}, or is the cut narrow?",
                "Reviews say the {item} runs large, others say it runs small. Which size is right for 72 kilos?",
                "buying for my dad, he wears {size} in jeans, what size is that with you",
            ),
            solve=(
                "I tried one on for you: it's a relaxed cut, your usual {size} will fit. If you like it closer, go one down.",
                "That brand runs small, I would take one size up from your {size}.",
            ),
            refuse=("I'm sorry, I can't recommend a size for that one.",),
            bot=(
                "The {item} runs true to size. If you are between two sizes, take the larger one; the chart under Size & fit has all measures.",
                "In {size} the {item} is cut a little longer than average. Most customers keep their usual size.",
            ),
        ),
        Request(
            openings=(
                "How long is the inseam of the {item} in {size}?",
                "Do you have a size chart in centimetres for the kids' {item}?",
                "Could you measure the sleeve length of the {item} in size {size}? I have long arms.",
                "the size chart only shows up half on my phone, what's the waist of {size} in cm",
                "What is the chest measurement of the {item} in {size}? The size table doesn't list it.",
                "Is {size} an EU or a UK size in your chart?",
            ),
            solve=(
                "I measured one in {size} for you: 78 cm long, 54 cm across. The size chart will have it from tomorrow.",
                "Our sizes are EU sizes; I've sent you the full chart in centimetres by e-mail.",
            ),
            refuse=("I'm sorry, we don't have the measures of that one.",),
            bot=("The size chart with all measures in centimetres is on every product page under Size & fit. Sizes are EU sizes.",),
        ),
        Request(
            openings=(
                "Is the {item} the same fit as last year's? I'd order {size} again.",
                "My old {item} in {size} fits like a glove. Have you changed the fit since?",
                "Is there a difference in fit between the {item} and the one in the slim cut?",
            ),
            solve=(
                "The fit is the same as last year's, only the fabric is new. {size} will fit again.",
                "The slim cut is 3 cm narrower at the waist; the fit of the other one hasn't changed.",
            ),
            refuse=("I don't have last year's measures any more, sorry.",),
        ),
    ),
    details=(
        "I'm 165 tall.",
        "I don't like it tight.",
        "I want to wear a jumper underneath.",
        "I'd rather order once and have the size right.",
        "My usual size is {size}.",
        "The model in the picture must be very tall.",
    ),
    miss=("You can return anything that doesn't fit within 30 days, free of charge.",),
    good=("perfect, ordered!", "Super helpful, thank you."),
    bad=("that doesn't help me choose",),
    trouble=0.1,
)

DISCOUNTS = Scene(
    topic="Discount codes",
    weight=7,
    requests=(
        Request(
            openings=(
                "My code {code} doesn't work, it says 'not applicable'.",
                "voucher code {code} expired yesterday, any chance?",
                "Why is the discount gone as soon as I add the {item} to my basket?",
                "Typed in {code} three times, every time 'code invalid'. It's printed on your own flyer!",
                "discount code not accepted at checkout, screenshot attached",
                "The {code} voucher takes off nothing. The basket is the same price with the code as without.",
                "You advertise 15 % off everything and then the discount code excludes every single thing I pick.",
            ),
            solve=(
                "I see why: that brand is excluded from the code. I've put 10 euros on your account for the next order instead.",
                "I've renewed {code} for you, the discount works until {weekday}.",
            ),
            refuse=("The code has expired and I'm not allowed to extend it.",),
            bot=("One code per order, and sale items are excluded. The code has to be entered before you pay.",),
        ),
        Request(
            openings=(
                "I forgot to enter {code}, can you still take it off?",
                "Ordered at 8, discount mail came at 9. Could you apply the code to order {order} afterwards?",
                "silly question, i paid full price because i forgot the voucher. can the discount be added to {order}",
                "The price of the {item} dropped the day after I bought it. Can I get the discount too?",
            ),
            solve=(
                "I've added the discount by hand, {amount} euros go back to your card.",
                "No problem, I applied {code} to your order afterwards. The difference is on its way.",
            ),
            refuse=("Codes can't be added afterwards, sorry. That is how the terms are.",),
        ),
        Request(
            openings=(
                "the newsletter promised 10 % but no discount code came",
                "I signed up for the newsletter for the welcome code and got everything but a code.",
                "It was my birthday and my friends say you send a birthday voucher. Mine didn't come.",
                "where do i find the promo code you mention on instagram",
            ),
            solve=("I've sent the welcome code to you just now, the discount is valid for 30 days.",),
            refuse=("I can't send codes from here, they come with the newsletter only.",),
            bot=("The welcome code arrives within an hour, please look in your spam folder too. It works from 50 euros, not on sale items.",),
        ),
        Request(
            openings=(
                "Can I use two discount codes on one order?",
                "Does the student discount also work on sale items?",
                "Is there a discount for nurses or only for students?",
                "Can {code} be combined with the voucher from the catalogue?",
            ),
            solve=("Only one discount per order, but I've added 5 euros to your account so that you don't lose out.",),
            refuse=("Only one code per order and none on sale items, sorry.",),
            bot=("One discount code per order. The student discount is 10 % and doesn't apply to sale items.",),
        ),
    ),
    details=(
        "My basket is at {amount} euros.",
        "The code is in your mail from {weekday}.",
        "I wouldn't have ordered without the discount.",
        "It's a full price item, not sale.",
        "The terms say nothing about that.",
    ),
    miss=("Codes are entered in the basket under 'Add code'.",),
    good=("nice, thank you!!",),
    bad=("Then don't advertise it like that.", "so the terms change when I'm at the till, ok"),
    trouble=0.25,
)

PAYMENT = Scene(
    topic="Payment problems",
    weight=6,
    requests=(
        Request(
            openings=(
                "My card was charged twice for {order}.",
                "there's a charge of {amount} euros from you I don't recognise",
                "Two payments of {amount} euros left my account, but I placed one order.",
                "you charged my credit card again for an order I paid weeks ago",
                "My statement shows a double charge from Lumen and Thread. Please give one payment back.",
            ),
            solve=(
                "One of the two charges was only a reservation, I've released it. It disappears from your statement by {weekday}.",
                "The second payment was our mistake, I've sent the {amount} euros back to your card.",
            ),
            refuse=("I see no second charge here, please ask your bank.",),
        ),
        Request(
            openings=(
                "payment keeps failing at checkout, tried three cards",
                "The app crashes when I choose PayPal as payment.",
                "My card is declined every time I try to pay, and my bank says it's fine.",
                "Can't pay. The checkout turns and turns and then says payment failed.",
                "Payment went through according to my bank, but the shop says the order is not paid.",
                "the code from my bank never reaches me at checkout so i cannot confirm the payment",
            ),
            solve=(
                "We had a fault with card payments until noon. It is fixed, the payment goes through now.",
                "I found your payment and matched it to the order, everything is paid and on its way.",
            ),
            refuse=("Our technicians know about the payment errors in the app. I can't say when it will be fixed.",),
        ),
        Request(
            openings=(
                "I paid by invoice and got a reminder although I paid on {weekday}.",
                "Got a payment reminder with a fee for {order}, and I never received the invoice.",
                "I transferred the {amount} euros but forgot the invoice number. Has the payment reached you?",
                "Could I pay the invoice for {order} two weeks later? Payday is on the 1st.",
            ),
            solve=(
                "I matched your transfer to the invoice and stopped the reminder. No fee is due.",
                "I've moved the due date of the invoice by two weeks and sent you a copy.",
            ),
            refuse=("Invoices are handled by our payment partner, you'd have to ask them.",),
        ),
        Request(
            openings=(
                "Can I pay the {item} in three instalments?",
                "Which payment methods do you take from Switzerland?",
                "Do you take Apple Pay, or only card payment and invoice?",
                "is payment by invoice possible for a first order",
            ),
            solve=("Yes, I've unlocked that payment method for your account, you'll see it at checkout.",),
            refuse=("I can't tell which payment methods the checkout will offer you.",),
            bot=("You can pay by card, PayPal, Apple Pay, invoice or in three instalments from 60 euros. From Switzerland: card, PayPal and TWINT.",),
        ),
    ),
    details=(
        "I can send you a picture of the statement.",
        "My bank couldn't help.",
        "It's a Visa card.",
        "The payment was on {weekday}.",
        "I'd like to have paid this before the month ends.",
    ),
    miss=("Please check your card details and try again, or use another payment method.",),
    ask=("I'll check that payment. Could you tell me the date and the amount?",),
    good=("Works now, thanks.",),
    bad=("Your app eats my money and you send me to my bank?",),
    trouble=0.33,
)

ACCOUNT = Scene(
    topic="Account and login",
    weight=5,
    requests=(
        Request(
            openings=(
                "I can't log in, the reset mail never arrives.",
                "It says my account is locked after too many attempts.",
                "password reset link says expired the second i click it",
                "I'm locked out of my account since I got a new phone, the login code still goes to the old one.",
                "Login fails with 'something went wrong', on the laptop and in the app. My password is right.",
                "Somebody else seems to be in my account, there's a login from {city}. I want a new password.",
                "forgot my password and which e-mail i used for the account, help",
            ),
            solve=(
                "I unlocked the account and sent a fresh link to reset the password.",
                "I've signed your account out everywhere and sent a new password link to you.",
            ),
            refuse=("For data protection reasons I can't reset a login from here.",),
            bot=("Use 'Forgot password' on the login page and look in the spam folder, the mail comes from a no-reply address.",),
        ),
        Request(
            openings=(
                "how do i change my email address in the account",
                "I married and my account still has my old name. Can you change it?",
                "I have two accounts, can you merge the orders?",
                "My account profile shows somebody else's phone number, please change it.",
                "Changed jobs, so I've lost the e-mail address my account runs on. How do I move the account to a new address?",
            ),
            solve=(
                "I've changed that in your account, please log out and in once.",
                "I've brought your account up to date, all orders are in one place now.",
            ),
            refuse=("I can't change account data from here, I'm sorry.",),
            bot=("You can change name, phone and e-mail address under Account > Profile; you'll get a mail to confirm it.",),
        ),
        Request(
            openings=(
                "Please delete my account and all my data.",
                "I don't shop here any more. Close my account please.",
                "which personal data do you store about me? and then delete the account",
            ),
            solve=("Your account and data are deleted as of today, a confirmation follows.",),
            refuse=("An account with an open order can't be deleted.",),
        ),
        Request(
            openings=(
                "How can I stop the newsletter? The unsubscribe link is dead.",
                "I've unsubscribed four times and still get your newsletter every morning.",
                "take me off your mailing list, three newsletters a day is too many",
            ),
            solve=("I've taken your address off the newsletter list, it may take a day to stop.",),
            refuse=("I can't change newsletter settings, please use the link in the mail.",),
            bot=("You can stop the newsletter under Account > Messages, without the link in the mail.",),
        ),
    ),
    details=(
        "I use the same e-mail address as in this message.",
        "I've tried it in another browser.",
        "The account is from 2019.",
        "Nothing in the spam folder either.",
        "I don't want to open a new account.",
    ),
    miss=("Please have a look at the pages under Account.",),
    ask=("I can help with that. Which address is the account under?",),
    good=("in again, thank you", "that's done then, thank you"),
    bad=("I have tried that ten times. That's why I'm writing!",),
    trouble=0.2,
)

POINTS = Scene(
    topic="Loyalty points",
    weight=4,
    requests=(
        Request(
            openings=(
                "my points from {order} are missing",
                "I returned one item and you took off all the points.",
                "No points were added for my last order. The club page shows the old balance.",
                "ordered as guest by mistake, can i get the points for {order} added",
                "My points balance was 1200 last week and now it's 200. What happened?",
                "Double points week they said, and I got single points.",
            ),
            solve=(
                "I've booked the missing points, your balance is up to date again.",
                "That was our mistake, the points are back on your account.",
            ),
            refuse=("Points can't be added by hand, I'm sorry.",),
        ),
        Request(
            openings=(
                "How many points do I get per euro?",
                "Do points expire? I had 800 last year.",
                "can i use points and a gift card together",
                "What are 650 points worth, and how do I redeem them?",
                "Where do I spend my points? I see no button for points at checkout.",
                "Are my loyalty points lost if I don't order this year?",
            ),
            solve=("100 points are worth 5 euros and are redeemed at checkout, I've switched that on for you. They don't expire while you order.",),
            refuse=("Expired points can't be brought back, I'm sorry.",),
            bot=("You collect one point per euro, 100 points are worth 5 euros at checkout, and they expire after 24 months without an order.",),
        ),
    ),
    details=(
        "I'm a club member since the start.",
        "I was saving the points for a {item}.",
        "The points page is hard to read.",
        "Gold level, if that helps.",
    ),
    miss=("Find everything about our club at Account > Points.",),
    ask=("Let me look at your points. Which order is it about?",),
    good=("cheers!",),
    bad=("Points gone without a warning. Nice club.",),
    trouble=0.2,
    growth=1.5,
)

GIFT_CARDS = Scene(
    topic="Gift cards",
    weight=3,
    requests=(
        Request(
            openings=(
                "The gift card code is scratched off, I can only read half of it.",
                "I bought a gift card and the mail never came.",
                "gift card says invalid number, it's a present from my aunt",
                "I've lost my gift card but still have the receipt. Can you issue a new card?",
                "Typed the wrong address for the gift card, so somebody else has got it now.",
                "Gift card from last Christmas shows a balance of 0 and I never used it!",
            ),
            solve=(
                "I found the gift card by its receipt and sent you the code again.",
                "I've issued a new gift card over {amount} euros, the old one is blocked.",
            ),
            refuse=("Without the receipt I can't find the gift card.",),
        ),
        Request(
            openings=(
                "How do I check the balance of a gift card?",
                "Is a gift card valid in your stores as well?",
                "How long is a gift card valid? Mine is from 2023.",
                "can you buy gift cards for 30 euros or only 25 and 50",
                "Can I split a gift card over two orders?",
            ),
            solve=(
                "Your gift card is valid for three years, online and in stores, and over as many orders as you like. The balance is {amount} euros.",
            ),
            refuse=("I can't see the balance of a gift card.",),
            bot=("Gift cards are valid for three years, online and in stores. Check the balance in the basket under 'Gift card'.",),
        ),
    ),
    details=(
        "It was a present.",
        "The card is over {amount} euros.",
        "I'd like to use the gift card for a {item}.",
        "I can send a photo of the card.",
    ),
    good=("got it, thank you",),
    trouble=0.15,
)

SHOP = (SIZES, DISCOUNTS, PAYMENT, ACCOUNT, POINTS, GIFT_CARDS)
