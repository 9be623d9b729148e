# What a chat platform shows by itself, where no notice can be shown.

chat-waiting = One moment …
chat-close = Close
chat-not-saved = It was not saved. I have written why in our conversation. What you wrote is still here.
chat-busy = I am busy just now, and nothing is saved. Please try again in a little while.
chat-outsider = Idéslussen is for those who work in the organisation that owns this chat. So I cannot take this.
chat-done = Done.
chat-too-much = This is more than the form can hold. Please shorten the text a little.
chat-told-home = I have answered you in our own chat.
chat-cannot-reach = I cannot write to you alone yet. Find Idéslussen under Apps and choose Add. After that you can write to me there.
chat-cannot-ask = I do not know the person who wrote it, so I cannot ask. Please tell them to write to me.
